/* SPDX-License-Identifier: GPL-2.0-only */
/* System calls of 32-bit code: SYSENTER, SYSCALL, INT 80h. */
#include "calling.h"

	.section .entry.text, "ax"

/* From ax on. What 32-bit code does not have is 0. */
.macro PUSH_COMPAT_REST
	pushq	$-ENOSYS
	pushq	$0			/* r8 */
	pushq	$0
	pushq	$0
	pushq	$0
	pushq	%rbx
	pushq	%rbp
	pushq	$0			/* r12 */
	pushq	$0
	pushq	$0
	pushq	$0
.endm

FUNC entry_SYSENTER_compat
	swapgs
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rsp
	movl	%eax, %r8d
	movq	%rcx, %r9
	movq	%rdx, %r10

	IBRS_ENTER

	movq	TOP_OF_STACK, %rsp
	pushq	$USER_DS
	pushq	%rbp			/* sp, by convention */
	pushfq
	orl	$FLAGS_IF, (%rsp)
	pushq	$USER32_CS
	pushq	$0			/* ip, the handler knows it */
	pushq	%r8			/* orig_ax */
	pushq	%rdi
	pushq	%rsi
	pushq	%r10			/* dx */
	pushq	%r9			/* cx */
	PUSH_COMPAT_REST
	cld

	/* SYSENTER filters no flags; a TF steps up to here. */
	testl	$(FLAGS_NT | FLAGS_AC | FLAGS_TF), EFLAGS(%rsp)
	jnz	.Lsysenter_fix_flags
.Lsysenter_flags_fixed:
	movq	%rsp, %rdi
	call	do_fast_syscall_32
	testl	%eax, %eax
	jz	.Lsyscall_32_done
	jmp	sysret32_from_system_call

.Lsysenter_fix_flags:
	pushq	$FLAGS_FIXED
	popfq
	jmp	.Lsysenter_flags_fixed
	.globl	__end_entry_SYSENTER_compat
__end_entry_SYSENTER_compat:

FUNC entry_SYSCALL_compat
	swapgs
	movl	%esp, %r8d
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rsp
	movq	TOP_OF_STACK, %rsp

	pushq	$USER_DS
	pushq	%r8
	pushq	%r11
	pushq	$USER32_CS
	pushq	%rcx
	movl	%eax, %eax
	pushq	%rax			/* orig_ax */
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx

	IBRS_ENTER

	pushq	%rbp			/* cx, stashed there by user code */
	PUSH_COMPAT_REST
	movq	%rsp, %rdi
	call	do_fast_syscall_32
	testl	%eax, %eax
	jz	.Lsyscall_32_done

sysret32_from_system_call:
	movq	RBX(%rsp), %rbx
	movq	RBP(%rsp), %rbp
	movq	RSI(%rsp), %rsi
	movq	RDI(%rsp), %rdi
	movq	EFLAGS(%rsp), %r11
	xorq	%r10, %r10

	IBRS_EXIT

	movq	RIP(%rsp), %rcx
	movq	RAX(%rsp), %rax
	movq	RDX(%rsp), %rdx
	movq	RSP(%rsp), %rsp
	SWITCH_TO_USER_CR3 scratch_reg=%r8
	xorq	%r8, %r8
	xorq	%r9, %r9
	swapgs
	sysretl

FUNC entry_INT80_compat
	ASM_CLAC
	swapgs
	movl	%eax, %r8d
	movq	%rcx, %r9
	movq	%rdx, %r10
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rdx

	IBRS_ENTER

	movq	%rsp, %rax
	movq	TOP_OF_STACK, %rsp
	pushq	4*8(%rax)		/* SS */
	pushq	3*8(%rax)
	pushq	2*8(%rax)
	pushq	1*8(%rax)
	pushq	(%rax)			/* RIP */
	pushq	%r8			/* orig_ax */
	pushq	%rdi
	pushq	%rsi
	pushq	%r10			/* dx */
	pushq	%r9			/* cx */
	pushq	$-ENOSYS
	pushq	$0			/* r8 */
	pushq	$0
	pushq	$0
	pushq	$0
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	cld
	movq	%rsp, %rdi
	call	do_int80_syscall_32
.Lsyscall_32_done:
	jmp	swapgs_restore_regs_and_return_to_usermode

	.section .note.GNU-stack, "", @progbits
