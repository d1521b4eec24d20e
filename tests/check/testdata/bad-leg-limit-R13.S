/* SPDX-License-Identifier: GPL-2.0-only */
/* The last instruction that is looked at is a RET. */
#define ERROR_FIRST NEVER RET_BEHIND 511
#include "leg.h"
	.macro RET_BEHIND nops
	.rept \nops
	nop
	.endr
	ret
	.endm
#include "entry.h"
