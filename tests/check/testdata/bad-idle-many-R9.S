/* SPDX-License-Identifier: GPL-2.0-only */
/* The last of many idle functions is the one that is wrong. */
#include "kernel.h"

	.macro IDLE_LIKE wait
FUNC intel_idle_\@
	cli
	ALTERNATIVE "jmp 1f", "movl $0x48, %ecx", IBRS
	LOAD_BASE
	wrmsr
	\wait
	movl $0x48, %ecx
	LOAD_KERNEL
	wrmsr
1:	ret
END intel_idle_\@
	.endm
	.macro MANY
	.rept 70
	IDLE_LIKE mwait
	.endr
	IDLE_LIKE "sti; mwait"
	.endm
#define MORE_TEXT MANY
#include "entry.h"
