/* SPDX-License-Identifier: GPL-2.0-only */
#include "kernel.h"
/* An instruction, or more, on a leg that is never taken. */
	.macro NEVER insn:vararg
	pushq %rcx
	xorl %ecx, %ecx
	popq %rcx
	jz .Lnever_\@
	\insn
.Lnever_\@:
	.endm
