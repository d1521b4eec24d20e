/* SPDX-License-Identifier: GPL-2.0-only */
/* A fix-up leaves for user mode without a clear. */
#define SYSCALL_AFTER_SET FIXUP 75f leaves; 75: movq (%rdi), %rdi
#define MORE_ENTRY FUNC leaves; addq $120, %rsp; swapgs; \
	jmp native_iret; END leaves
#include "entry.h"
