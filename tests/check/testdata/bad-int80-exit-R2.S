/* SPDX-License-Identifier: GPL-2.0-only */
/* INT80 leaves by an exit of its own. */
#define MORE_ENTRY FUNC entry_INT80_compat; swapgs; KERNEL_CR3 %rax; SET; \
	addq $-16 * 8, %rsp; movq %rsp, %rdi; call do_syscall_64; \
	POP_FIRST; POP_LAST; USER_CR3 %rdi; swapgs; popq %rdi; \
	addq $8, %rsp; iretq; END entry_INT80_compat
#include "entry.h"
