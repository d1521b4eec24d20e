/* SPDX-License-Identifier: GPL-2.0-only */
/* The registers are loaded with the user page tables. */
#define MORE_ENTRY FUNC entry_SYSCALL_compat; swapgs; movl %esp, %r8d; \
	KERNEL_CR3 %rsp; movq %gs:cpu_tss_rw + 12, %rsp; PUSH_FRAME %r8; \
	movq %rbp, %rcx; PUSH_REGS; SET; movq %rsp, %rdi; \
	call do_syscall_64; POP_FIRST; CLEAR; USER_CR3 %rdx; POP_LAST; \
	popq %rdi; popq %r11; popq %rcx; popq %r11; popq %r11; popq %rsp; \
	swapgs; sysretl; END entry_SYSCALL_compat
#include "entry.h"
