/* SPDX-License-Identifier: GPL-2.0-only */
/* SHR of a copy moves what was saved to CF. */
#define RESTORE ALTERNATIVE "jmp 79f", "", IBRS; movq %r13, %rax; \
	shrq $1, %rax; jc 79f; movl $0x48, %ecx; movl %r13d, %eax; \
	movq %r13, %rdx; shrq $32, %rdx; wrmsr; 79:
#include "kernel.h"
#include "entry.h"
