/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The NMI, with v4.15's answer to NMIs in NMIs: an IRET in the handler, of a
 * #DB or #BP, ends the processor's own masking, and the next NMI then starts
 * on top of the first one's stack. It finds the mark the first has set there,
 * turns the first one's way out into a second round, and returns.
 *
 *	offset from the top of the stack
 *	-1 SS	-2 RSP	-3 RFLAGS  -4 CS  -5 RIP	by the processor
 *	-6	RDX
 *	-7	"NMI executing"
 *	-8 to -12	"iret" frame, what the handler leaves by
 *	-13 to -17	"outermost" frame, a copy of the processor's
 */
#include "calling.h"

	.section .entry.text, "ax"

FUNC nmi
	ASM_CLAC
	pushq	%rdx
	testb	$3, CS-RIP+8(%rsp)
	jz	.Lnmi_from_kernel

	/* From user mode: on the thread stack, but without IRQs on the way. */
	swapgs
	cld
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rdx
	movq	%rsp, %rdx
	movq	TOP_OF_STACK, %rsp
	pushq	5*8(%rdx)		/* SS */
	pushq	4*8(%rdx)
	pushq	3*8(%rdx)
	pushq	2*8(%rdx)
	pushq	1*8(%rdx)		/* RIP */
	pushq	$-1
	pushq	%rdi
	pushq	%rsi
	pushq	(%rdx)			/* RDX */
	pushq	%rcx
	pushq	%rax
	IBRS_ENTER
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, %rdi
	movq	$-1, %rsi
	call	do_nmi
	jmp	swapgs_restore_regs_and_return_to_usermode

.Lnmi_from_kernel:
	/* Where the first NMI writes its frames it must not be disturbed. */
	movq	$repeat_nmi, %rdx
	cmpq	8(%rsp), %rdx
	ja	1f
	movq	$end_repeat_nmi, %rdx
	cmpq	8(%rsp), %rdx
	ja	nested_nmi_out
1:
	cmpl	$1, -8(%rsp)		/* "NMI executing" */
	je	nested_nmi

	/*
	 * The first one may have cleared that and not have left yet. Its stack
	 * with DF set tells, which user mode cannot have at SYSCALL.
	 */
	leaq	6*8(%rsp), %rdx
	cmpq	%rdx, 4*8(%rsp)
	ja	first_nmi
	subq	$EXCEPTION_STKSZ, %rdx
	cmpq	%rdx, 4*8(%rsp)
	jb	first_nmi
	testb	$(FLAGS_DF >> 8), 3*8+1(%rsp)
	jz	first_nmi

nested_nmi:
	subq	$8, %rsp
	leaq	-10*8(%rsp), %rdx
	pushq	$KERNEL_DS
	pushq	%rdx
	pushfq
	pushq	$KERNEL_CS
	pushq	$repeat_nmi
	addq	$6*8, %rsp
nested_nmi_out:
	popq	%rdx
	iretq

first_nmi:
	movq	(%rsp), %rdx
	pushq	$0			/* "NMI executing" */
	subq	$5*8, %rsp
	.rept	5
	pushq	11*8(%rsp)
	.endr

	.globl	repeat_nmi
repeat_nmi:
	movq	$1, 10*8(%rsp)
	addq	$10*8, %rsp
	.rept	5
	pushq	-6*8(%rsp)
	.endr
	subq	$5*8, %rsp
end_repeat_nmi:
	pushq	$-1
	ALLOC_REGS
	call	paranoid_entry
	movq	%rsp, %rdi
	movq	$-1, %rsi
	call	do_nmi

	IBRS_RESTORE save_reg=%r13
	RESTORE_CR3 save_reg=%r14
	testl	%ebx, %ebx
	jnz	nmi_restore
	swapgs
nmi_restore:
	POP_EXTRA_REGS
	POP_C_REGS
	addq	$6*8, %rsp
	std
	movq	$0, 5*8(%rsp)
	iretq

	.section .note.GNU-stack, "", @progbits
