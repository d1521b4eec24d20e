/* SPDX-License-Identifier: GPL-2.0-only */
/* LOOP changes the number of the MSR. */
#define MORE_ENTRY FUNC entry_SYSENTER_compat; swapgs; KERNEL_CR3 %rsp; \
	movq %gs:cpu_tss_rw + 12, %rsp; pushq $-1; PUSH_REGS; SET; \
	movl $0x49, %ecx; 76: loop 76b; wrmsr; \
	jmp .Lsyscall_stack; END entry_SYSENTER_compat
#include "entry.h"
