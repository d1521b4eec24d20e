/* SPDX-License-Identifier: GPL-2.0-only */
/* Paravirt calls as of v6.8: alternatives that make a call direct. */
#define FROM_6_8
#include "kernel.h"
	.macro DIRECT_CALL op
	ALTERNATIVE "call *\op(%rip)", "call BUG_func", (3 * 32 + 21), 2
	.endm
	.macro PV_TEXT
FUNC BUG_func
	ud2
END BUG_func
FUNC nop_func
	ret
END nop_func
	.pushsection .data
pv_op:
	.quad c_function
pv_nothing:
	.quad nop_func
	.popsection
	.endm
#define MORE_TEXT PV_TEXT
