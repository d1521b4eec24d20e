/* SPDX-License-Identifier: GPL-2.0-only */
/* The replacement ends within an instruction. */
#define MORE_ENTRY FUNC patched; ALTERNATIVE "nop; nop; nop", \
	".byte 0x0f, 0x1f", PTI; END patched
#include "entry.h"
