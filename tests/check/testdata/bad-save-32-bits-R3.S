/* SPDX-License-Identifier: GPL-2.0-only */
#include "kernel.h"
/* The saved value has the low half only. */
#define RESTORE RESTORE_LOW
	.macro RESTORE_LOW
	ALTERNATIVE "jmp .Lrl_\@", "btq $0, %r13", IBRS
	jc .Lrl_\@
	movl $0x48, %ecx
	movl %r13d, %eax
	xorl %edx, %edx
	wrmsr
.Lrl_\@:
	.endm
#include "entry.h"
