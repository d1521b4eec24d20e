/* SPDX-License-Identifier: GPL-2.0-only */
/* A write that clears is no end. */
#define ERROR_FIRST NEVER WRITE_BASE
#include "leg.h"
	.macro WRITE_BASE
	movl $0x48, %ecx
	LOAD_BASE
	wrmsr
	ret
	.endm
#include "entry.h"
