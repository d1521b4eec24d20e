/* SPDX-License-Identifier: GPL-2.0-only */
/* Without a loop there is no branch that could end it too early. */
	.macro STRAIGHT
	.rept 32
	call 9f
	int3
9:
	.endr
	addq $256, %rsp
	.endm
#define SWITCH_FILL STRAIGHT
#include "duties.h"
