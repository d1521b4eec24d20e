/* SPDX-License-Identifier: GPL-2.0-only */
/* What is loaded is the PCID alone. */
#include "kernel.h"
#define RESTORE_CR3 RESTORE_PCID
	.macro RESTORE_PCID
	ALTERNATIVE "jmp .Lrp_\@", "", PTI
	andq $0x7ff, %r14
	movq %r14, %cr3
.Lrp_\@:
	.endm
#include "entry.h"
