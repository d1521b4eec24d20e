/* SPDX-License-Identifier: GPL-2.0-only */
/* It stands behind that: what was not looked at is told. */
#define ERROR_FIRST NEVER RET_BEHIND 512
#include "leg.h"
	.macro RET_BEHIND nops
	.rept \nops
	nop
	.endr
	ret
	.endm
#include "entry.h"
