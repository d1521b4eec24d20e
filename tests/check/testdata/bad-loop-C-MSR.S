/* SPDX-License-Identifier: GPL-2.0-only */
/* LOOPNE changes the number of the MSR. */
#define MORE_ENTRY FUNC entry_SYSCALL_compat; swapgs; movl %esp, %r8d; \
	KERNEL_CR3 %rsp; movq %gs:cpu_tss_rw + 12, %rsp; PUSH_FRAME %r8; \
	movq %rbp, %rcx; PUSH_REGS; SET; \
	movl $0x49, %ecx; addl use_ibrs, %ecx; 76: loopne 76b; wrmsr; \
	jmp .Lsyscall_stack; END entry_SYSCALL_compat
#include "entry.h"
