/* SPDX-License-Identifier: GPL-2.0-only */
/* IRET to a 16-bit stack, on a kernel of one processor: no GS in the address. */
#ifndef ESPFIX_STACK
#define ESPFIX_STACK espfix_stack
#endif
	.macro TO_LDT
	swapgs
	testb $4, 32(%rsp)
	jz .Lno_ldt
	pushq %rdi
	swapgs
	KERNEL_CR3 %rdi
	pushq %rax
	movl 40(%rsp), %eax
	andl $0xffff0000, %eax
	orq ESPFIX_STACK, %rax
	pushq %rax
	USER_CR3 %rdi
	popq %rax
	swapgs
	popq %rdi
	movq %rax, %rsp
	popq %rax
.Lno_ldt:
	.endm
	.pushsection .data
	.globl espfix_stack, other_stack
espfix_stack:
	.quad 0
other_stack:
	.quad 0
	.popsection
#define EXIT_SWAPGS TO_LDT
#include "entry.h"
