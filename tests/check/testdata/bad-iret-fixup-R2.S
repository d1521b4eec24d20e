/* SPDX-License-Identifier: GPL-2.0-only */
/* The fix-up of an IRET sets, and leaves by a way of its own. */
#define AT_IRET FIXUP 0f iret_fixup; 0:
#define MORE_ENTRY FUNC iret_fixup; swapgs; KERNEL_CR3 %rax; SET; \
	movq %rsp, %rdi; call c_function; USER_CR3 %rdi; swapgs; iretq; \
	END iret_fixup
#include "entry.h"
