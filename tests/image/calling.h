/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What entry.S and compat.S share: registers on the stack, page tables, and
 * the thunks of retpoline. In the order of v4.15's calling.h.
 */
#include "layout.h"
#include "ibrs.h"

/* GS holds the address of struct pcpu. */
#define PCPU(off)		%gs:off
#define TOP_OF_STACK		PCPU(TSS_sp1)

.macro FUNC name
	.globl	\name
	.type	\name, @function
\name:
.endm

.macro ASM_CLAC
	ALTERNATIVE "", "clac", X86_FEATURE_SMAP
.endm

.macro ALLOC_REGS
	addq	$-(15 * 8), %rsp
.endm

.macro SAVE_C_REGS offset=0
	movq	%r11, R11+\offset(%rsp)
	movq	%r10, R10+\offset(%rsp)
	movq	%r9, R9+\offset(%rsp)
	movq	%r8, R8+\offset(%rsp)
	movq	%rax, RAX+\offset(%rsp)
	movq	%rcx, RCX+\offset(%rsp)
	movq	%rdx, RDX+\offset(%rsp)
	movq	%rsi, RSI+\offset(%rsp)
	movq	%rdi, RDI+\offset(%rsp)
.endm

.macro SAVE_EXTRA_REGS offset=0
	movq	%r15, R15+\offset(%rsp)
	movq	%r14, R14+\offset(%rsp)
	movq	%r13, R13+\offset(%rsp)
	movq	%r12, R12+\offset(%rsp)
	movq	%rbp, RBP+\offset(%rsp)
	movq	%rbx, RBX+\offset(%rsp)
.endm

.macro POP_EXTRA_REGS
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
.endm

.macro POP_C_REGS
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
.endm

/* The user's table is the page behind the kernel's. No PCID here. */
.macro SWITCH_TO_KERNEL_CR3 scratch_reg:req
	ALTERNATIVE "jmp .Lend_\@", "", X86_FEATURE_PTI
	movq	%cr3, \scratch_reg
	andq	$~PAGE_SIZE, \scratch_reg
	movq	\scratch_reg, %cr3
.Lend_\@:
.endm

.macro SWITCH_TO_USER_CR3 scratch_reg:req
	ALTERNATIVE "jmp .Lend_\@", "", X86_FEATURE_PTI
	movq	%cr3, \scratch_reg
	orq	$PAGE_SIZE, \scratch_reg
	movq	\scratch_reg, %cr3
.Lend_\@:
.endm

.macro SWITCH_TO_USER_CR3_STACK scratch_reg:req
	pushq	%rax
	SWITCH_TO_USER_CR3 scratch_reg=\scratch_reg
	popq	%rax
.endm

.macro SAVE_AND_SWITCH_TO_KERNEL_CR3 scratch_reg:req save_reg:req
	ALTERNATIVE "jmp .Lend_\@", "", X86_FEATURE_PTI
	movq	%cr3, \scratch_reg
	movq	\scratch_reg, \save_reg
	btq	$12, \scratch_reg
	jnc	.Lend_\@
	andq	$~PAGE_SIZE, \scratch_reg
	movq	\scratch_reg, %cr3
.Lend_\@:
.endm

.macro RESTORE_CR3 save_reg:req
	ALTERNATIVE "jmp .Lend_\@", "", X86_FEATURE_PTI
	btq	$12, \save_reg
	jnc	.Lend_\@
	movq	\save_reg, %cr3
.Lend_\@:
.endm

/* Speculation that follows the RET is caught in the loop. */
.macro RETPOLINE_JMP reg:req
	call	.Lset_\@
.Lspec_\@:
	pause
	lfence
	jmp	.Lspec_\@
.Lset_\@:
	movq	\reg, (%rsp)
	ret
.endm

.macro JMP_NOSPEC reg:req
	ALTERNATIVE "jmp *\reg", "RETPOLINE_JMP \reg", X86_FEATURE_RETPOLINE
.endm
