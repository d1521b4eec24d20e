/* SPDX-License-Identifier: GPL-2.0-only */
/* The fix-up of an IRET does not set. */
#define AT_IRET FIXUP 0f iret_fixup; 0:
#define MORE_ENTRY FUNC iret_fixup; swapgs; KERNEL_CR3 %rax; \
	movq %rsp, %rdi; call c_function; cli; jmp to_user; END iret_fixup
#include "entry.h"
