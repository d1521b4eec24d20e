/* SPDX-License-Identifier: GPL-2.0-only */
/* Stores beside what is saved, and all that is right once IBRS is set. */
#include "kernel.h"
#define PARANOID_AFTER_C pushq %r13; pushq %r14; movups %xmm0, -16(%rsp); \
	movw %ax, -2(%rsp); \
	movq $x86_spec_ctrl_base, %rdi; movl $1, %ecx; rep stosq; \
	movq %gs:rsp_scratch, %rdi; movq %rax, 8(%rdi); \
	btsl $3, -8(%rsp); andl $63, %eax; btsq %rax, %gs:rsp_scratch; \
	pushw $0; addq $2, %rsp; popq %r14; popq %r13
/* of the kernel's own stack, in the window */
#define IRQ_BEFORE_RET movq %rsp, %rax; movq (%rax), %rcx; pushq %rsi; \
	movq %rsp, %rsi; lodsq; popq %rsi; pushfq; orl $0x40, (%rsp); popfq; SET
#define SYSCALL_AFTER_SET pushq $0; popq %fs; lldt %ax; ltr %ax; \
	movq (%rbp), %rcx; lodsq; xlatb; movl $0xc0000102, %ecx; rdmsr
#define EXIT_BEFORE_CLEAR testl $3, 16 * 8(%rsp); movq 17 * 8(%rsp), %rax; \
	testq $3, 17 * 8(%rsp)
#include "entry.h"
