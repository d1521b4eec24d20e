/* SPDX-License-Identifier: GPL-2.0-only */
/* What is patched in may fault: its entry is by the address of the site. */
#define SYSCALL_AFTER_SET FIXUP 75f leaves; \
	75: ALTERNATIVE "nop", "movq (%rdi), %rdi", PCID
#define MORE_ENTRY FUNC leaves; addq $120, %rsp; swapgs; \
	jmp native_iret; END leaves
#include "entry.h"
