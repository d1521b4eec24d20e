/* SPDX-License-Identifier: GPL-2.0-only */
/* Jumps by what is known, and to C that returns to what was pushed. */
#define SYSCALL_AFTER_SET leaq 75f(%rip), %rax; jmp *%rax; 75: \
	pushq $76f; jmp *rsp_scratch; 76:
#include "entry.h"
