/* SPDX-License-Identifier: GPL-2.0-only */
#include "kernel.h"
/* An instruction, or more, on a leg that is never taken. RCX is lost. */
	.macro NEVER insn:vararg
	xorl %ecx, %ecx
	jz .Lnever_\@
	\insn
.Lnever_\@:
	.endm
