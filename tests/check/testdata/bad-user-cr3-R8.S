/* SPDX-License-Identifier: GPL-2.0-only */
/* What C has left in a register is no pointer with the user CR3. */
#include "kernel.h"
#define TRAMP_SET SET
#define SYSCALL_AFTER_SET movq (%rsi), %rcx; movq %cr3, %rax; \
	orq $0x1000, %rax; movq %rax, %cr3; movq (%rsi), %rcx; \
	andq $~0x1000, %rax; movq %rax, %cr3
#include "entry.h"
