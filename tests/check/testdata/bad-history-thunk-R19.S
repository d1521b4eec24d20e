/* SPDX-License-Identifier: GPL-2.0-only */
/* A retpoline is an indirect branch. */
#define SYSCALL_SET SET; UNTRAIN; movq $91f, %rax; jmp __x86_indirect_thunk_rax; 91: HISTORY
#include "cleared.h"
	.text
FUNC __x86_indirect_thunk_rax
	jmp *%rax
END __x86_indirect_thunk_rax
