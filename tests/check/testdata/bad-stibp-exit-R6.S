/* SPDX-License-Identifier: GPL-2.0-only */
/* The way out sets it. */
#include "kernel.h"

	.macro CLEAR_STIBP
	ALTERNATIVE "jmp .Lclear_end_\@", "movl $0x48, %ecx", IBRS
	LOAD_BASE
	orl $2, %eax
	wrmsr
.Lclear_end_\@:
	.endm
#define EXIT_CLEAR CLEAR_STIBP
#include "entry.h"
