/* SPDX-License-Identifier: GPL-2.0-only */
#include "kernel.h"
/* What was found is written back even where nothing had been changed. */
#define RESTORE RESTORE_WRITES
	.macro RESTORE_WRITES
	ALTERNATIVE "jmp .Lrw_\@", "movl $0x48, %ecx", IBRS
	movq %r13, %rax
	movq %r13, %rdx
	shrq $32, %rdx
	wrmsr
.Lrw_\@:
	.endm
#include "entry.h"
