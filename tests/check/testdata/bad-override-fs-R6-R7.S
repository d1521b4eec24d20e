/* SPDX-License-Identifier: GPL-2.0-only */
/* The address is the right one, with the user's FS base added to it. */
#include "kernel.h"
#define SYSCALL_SET SET_FS
	.macro SET_FS
	ALTERNATIVE "jmp .Lsf_\@", "movl $0x48, %ecx", IBRS
	movl %fs:x86_spec_ctrl_kernel, %eax
	movl %fs:x86_spec_ctrl_kernel + 4, %edx
	wrmsr
.Lsf_\@:
	.endm
#include "entry.h"
