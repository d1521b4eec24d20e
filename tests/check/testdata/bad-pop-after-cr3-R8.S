/* SPDX-License-Identifier: GPL-2.0-only */
/* The registers are loaded with the user page tables. */
#define MORE_ENTRY FUNC entry_SYSCALL_compat; swapgs; KERNEL_CR3 %rsp; \
	movq %gs:cpu_tss_rw + 12, %rsp; addq $-8, %rsp; PUSH_REGS; SET; \
	movq %rsp, %rdi; call do_syscall_64; POP_FIRST; CLEAR; USER_CR3 %rdx; \
	POP_LAST; swapgs; sysretq; END entry_SYSCALL_compat
#include "entry.h"
