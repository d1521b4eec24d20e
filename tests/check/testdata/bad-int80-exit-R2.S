/* SPDX-License-Identifier: GPL-2.0-only */
/* INT80 has a way out of its own, which was forgotten. */
#define MORE_ENTRY FUNC entry_INT80_compat; swapgs; pushq %rax; \
	addq $-15 * 8, %rsp; SAVE_REGS; KERNEL_CR3 %rax; SET; \
	movq %rsp, %rdi; call do_syscall_64; \
	POP_FIRST; POP_LAST; USER_CR3 %rdi; swapgs; popq %rdi; \
	addq $8, %rsp; iretq; END entry_INT80_compat
#include "entry.h"
