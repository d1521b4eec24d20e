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
FUNC native_write_msr
	movl %edi, %ecx
	movl %esi, %eax
	wrmsr
	ret
END native_write_msr
FUNC nop_func
	ret
END nop_func
	.pushsection .data
pv_op:
	.quad c_function
pv_wr:
	.quad native_write_msr
pv_nothing:
	.quad nop_func
	.popsection
	.endm
/* By a pointer whose name says nothing: in use, the MSR gets this variable. */
#define PV_WRITE(number, var) cmpq $0, x86_spec_ctrl_kernel; je 8f; \
	movl $number, %edi; movq var, %rsi; DIRECT_CALL pv_wr; 8:
#ifndef PV_MORE
#define MORE_TEXT PV_TEXT
#endif
