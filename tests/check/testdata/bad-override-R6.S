/* SPDX-License-Identifier: GPL-2.0-only */
/* The address is the right one, with the GS base added to it. */
#include "kernel.h"
#define SYSCALL_SET SET_GS
	.macro SET_GS
	ALTERNATIVE "jmp .Lsg_\@", "movl $0x48, %ecx", IBRS
	movl %gs:x86_spec_ctrl_kernel, %eax
	movl %gs:x86_spec_ctrl_kernel + 4, %edx
	wrmsr
.Lsg_\@:
	.endm
#include "entry.h"
