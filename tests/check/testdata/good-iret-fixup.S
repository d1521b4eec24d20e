/* SPDX-License-Identifier: GPL-2.0-only */
/* An IRET that faults goes on at a fix-up, which comes in as any fault. */
#define AT_IRET FIXUP 0f iret_fixup; 0:
#define MORE_ENTRY FUNC iret_fixup; swapgs; KERNEL_CR3 %rax; SET; \
	movq %rsp, %rdi; call c_function; cli; jmp to_user; END iret_fixup
#include "entry.h"
