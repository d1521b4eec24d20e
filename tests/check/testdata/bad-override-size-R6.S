/* SPDX-License-Identifier: GPL-2.0-only */
/* The address is cut to 32 bits, and the kernel is not there. */
#include "kernel.h"
#define EXIT_CLEAR CLEAR_32
	.macro CLEAR_32
	ALTERNATIVE "jmp .Lc32_\@", "movl $0x48, %ecx", IBRS
	movq $x86_spec_ctrl_base, %rdi
	movl (%edi), %eax
	movl 4(%edi), %edx
	wrmsr
.Lc32_\@:
	.endm
#include "entry.h"
