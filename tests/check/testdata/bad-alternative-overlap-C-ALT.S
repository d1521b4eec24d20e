/* SPDX-License-Identifier: GPL-2.0-only */
/* Two alternatives for the same bytes. */
#define SYSCALL_AFTER_SET patched: ALTERNATIVE "nop; nop; nop", "", PTI; \
	.pushsection .altinstructions, "a"; .long patched + 1 - ., 0; \
	.word PCID; .byte 1, 0, 0; .popsection
#include "entry.h"
