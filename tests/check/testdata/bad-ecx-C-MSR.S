/* SPDX-License-Identifier: GPL-2.0-only */
/* The number of the MSR is lost in one alternative. */
#define MORE_ENTRY FUNC entry_SYSENTER_compat; swapgs; KERNEL_CR3 %rsp; \
	movq %gs:cpu_tss_rw + 12, %rsp; pushq $-1; PUSH_REGS; SET; \
	ALTERNATIVE "", "movl %edi, %ecx; wrmsr", PCID; \
	jmp .Lsyscall_stack; END entry_SYSENTER_compat
#include "entry.h"
