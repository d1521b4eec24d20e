/* SPDX-License-Identifier: GPL-2.0-only */
/* The replacement is longer than what it replaces. */
#define MORE_ENTRY FUNC patched; nop; \
	.pushsection .altinstructions, "a"; .long patched - .; \
	.long debug - .; .word PCID; .byte 1, 2, 0; .popsection; END patched
#include "entry.h"
