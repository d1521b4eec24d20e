/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ways into and out of the kernel: 64-bit system calls, interrupts and
 * exceptions. nmi.S has the NMI, compat.S the 32-bit system calls.
 *
 * This is what v4.15 with the series does, in its order and with the series'
 * macros at the same places, so that the windows have the same shape. Left
 * out: paravirt, PCID, tracing, preemption, the fix for truncated RIPs of
 * B-stepping K8s, and entry points that nothing here triggers.
 */
#include "calling.h"

	.section .entry_trampoline, "ax"

/* Runs at an alias in cpu_entry_area, whose parts are near. */
#define CPU_ENTRY_AREA	_entry_trampoline - CEA_trampoline(%rip)
#define RSP_SCRATCH	CEA_tss - 8 + CPU_ENTRY_AREA

FUNC entry_SYSCALL_64_trampoline
	swapgs
	movq	%rsp, RSP_SCRATCH
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rsp
	movq	CEA_tss + TSS_sp1 + CPU_ENTRY_AREA, %rsp

	pushq	$USER_DS
	pushq	RSP_SCRATCH
	pushq	%r11
	pushq	$USER_CS
	pushq	%rcx
	pushq	%rax			/* orig_ax */
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx

	IBRS_ENTER reload_ax=4*8 reload_dx=1*8

	movq	$entry_SYSCALL_64_stage2, %rdi
	JMP_NOSPEC %rdi

	.section .entry.text, "ax"

FUNC entry_SYSCALL_64_stage2
	movq	3*8(%rsp), %rdi
	jmp	.Lsyscall_64_after_cx

FUNC entry_SYSCALL_64
	swapgs
	movq	%rsp, PCPU(PCPU_rsp_scratch)
	movq	TOP_OF_STACK, %rsp

	pushq	$USER_DS
	pushq	PCPU(PCPU_rsp_scratch)
	pushq	%r11
	pushq	$USER_CS
	pushq	%rcx
	pushq	%rax			/* orig_ax */
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx

	IBRS_ENTER reload_ax=4*8 reload_dx=1*8

.Lsyscall_64_after_cx:
	pushq	$-ENOSYS
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	subq	$6*8, %rsp		/* bp, bx, r12-15 are not saved */

	movq	PCPU(PCPU_current), %r11
	testl	$TIF_SLOW, TASK_flags(%r11)
	jnz	.Lsyscall_64_slow

	sti
	cmpq	$NR_max, %rax
	ja	1f
	movq	%r10, %rcx
	movq	sys_call_table(, %rax, 8), %rax
	call	__x86_indirect_thunk_rax
.Lsyscall_64_after_call:
	movq	%rax, RAX(%rsp)
1:
	cli
	movq	PCPU(PCPU_current), %r11
	testl	$TIF_SLOW, TASK_flags(%r11)
	jnz	1f

	movq	EFLAGS(%rsp), %r11
	addq	$6*8, %rsp
	jmp	.Lsysret_pop_c_regs
1:
	/* Work came up on the way, as by a signal. */
	sti
	SAVE_EXTRA_REGS
	movq	%rsp, %rdi
	call	syscall_return_slowpath
	jmp	.Lreturn_from_syscall_64

.Lsyscall_64_slow:
	SAVE_EXTRA_REGS
	movq	%rsp, %rdi
	call	do_syscall_64

.Lreturn_from_syscall_64:
	/* SYSRET where nothing shows that it was not IRET. */
	movq	RCX(%rsp), %rcx
	movq	RIP(%rsp), %r11
	cmpq	%rcx, %r11
	jne	swapgs_restore_regs_and_return_to_usermode
	shlq	$16, %rcx
	sarq	$16, %rcx
	cmpq	%rcx, %r11		/* canonical */
	jne	swapgs_restore_regs_and_return_to_usermode
	cmpq	$USER_CS, CS(%rsp)
	jne	swapgs_restore_regs_and_return_to_usermode
	movq	R11(%rsp), %r11
	cmpq	%r11, EFLAGS(%rsp)
	jne	swapgs_restore_regs_and_return_to_usermode
	testq	$(FLAGS_RF | FLAGS_TF), %r11
	jnz	swapgs_restore_regs_and_return_to_usermode
	cmpq	$USER_DS, SS(%rsp)
	jne	swapgs_restore_regs_and_return_to_usermode

	POP_EXTRA_REGS
.Lsysret_pop_c_regs:
	popq	%rsi			/* skip r11 */
	popq	%r10
	popq	%r9
	popq	%r8

	movq	%rsp, %rdi		/* &pt_regs->ax */
	movq	PCPU(TSS_sp0), %rsp
	pushq	RSP-RAX(%rdi)
	pushq	RDI-RAX(%rdi)

	IBRS_EXIT

	movq	(%rdi), %rax
	movq	RIP-RAX(%rdi), %rcx
	movq	RDX-RAX(%rdi), %rdx
	movq	RSI-RAX(%rdi), %rsi
	SWITCH_TO_USER_CR3_STACK scratch_reg=%rdi
	popq	%rdi
	popq	%rsp
	swapgs
	sysretq

/* System calls that need all of pt_regs start again on the slow path. */
FUNC stub_ptregs_64
	cmpq	$.Lsyscall_64_after_call, (%rsp)
	jne	1f
	cli
	popq	%rax
	jmp	.Lsyscall_64_slow
1:
	JMP_NOSPEC %rax

.macro PTREGS_STUB func
FUNC ptregs_\func
	leaq	\func(%rip), %rax
	jmp	stub_ptregs_64
.endm
PTREGS_STUB sys_exit
PTREGS_STUB sys_do
PTREGS_STUB sys_set

/* A task that has never been in user mode starts here, pt_regs on its stack. */
FUNC ret_from_fork
	call	schedule_tail
	movq	%rsp, %rdi
	call	syscall_return_slowpath
	jmp	swapgs_restore_regs_and_return_to_usermode

/* Stubs for external vectors. */
	.balign	8
FUNC irq_entries_start
	pushq	$(~VEC_IPI + 0x80)
	jmp	common_interrupt

.macro ENTER_IRQ_STACK old_rsp:req
	movq	%rsp, \old_rsp
	incl	PCPU(PCPU_irq_count)
	jnz	.Lirq_stack_\@
	movq	\old_rsp, PCPU(PCPU_irq_stack_top)
	movq	PCPU(PCPU_irq_stack_ptr), %rsp
.Lirq_stack_\@:
	pushq	\old_rsp
.endm

.macro LEAVE_IRQ_STACK
	popq	%rsp
	decl	PCPU(PCPU_irq_count)
.endm

.macro INTERRUPT func:req
	cld
	testb	$3, CS-ORIG_RAX(%rsp)
	jz	1f
	swapgs
	call	switch_to_thread_stack
1:
	IBRS_FENCE
	ALLOC_REGS
	SAVE_C_REGS
	SAVE_EXTRA_REGS
	ENTER_IRQ_STACK old_rsp=%rdi
	call	\func
.endm

	.balign	64
FUNC common_interrupt
	ASM_CLAC
	addq	$-0x80, (%rsp)
	INTERRUPT do_IRQ
ret_from_intr:
	cli
	LEAVE_IRQ_STACK
	testb	$3, CS(%rsp)
	jz	retint_kernel

retint_user:
	movq	%rsp, %rdi
	call	prepare_exit_to_usermode

FUNC swapgs_restore_regs_and_return_to_usermode
	POP_EXTRA_REGS
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8

	movq	%rsp, %rdi		/* &pt_regs->ax */
	movq	PCPU(TSS_sp0), %rsp
	pushq	SS-RAX(%rdi)
	pushq	RSP-RAX(%rdi)
	pushq	EFLAGS-RAX(%rdi)
	pushq	CS-RAX(%rdi)
	pushq	RIP-RAX(%rdi)
	pushq	RDI-RAX(%rdi)

	IBRS_EXIT

	movq	(%rdi), %rax
	movq	RCX-RAX(%rdi), %rcx
	movq	RDX-RAX(%rdi), %rdx
	movq	RSI-RAX(%rdi), %rsi
	SWITCH_TO_USER_CR3_STACK scratch_reg=%rdi
	popq	%rdi
	swapgs
	jmp	native_iret

retint_kernel:
FUNC restore_regs_and_return_to_kernel
	POP_EXTRA_REGS
	POP_C_REGS
	addq	$8, %rsp

FUNC native_iret
	testb	$4, SS-RIP(%rsp)	/* a stack segment of the LDT? */
	jnz	native_irq_return_ldt
	.globl	native_irq_return_iret
native_irq_return_iret:
	iretq

/*
 * IRET to a 16-bit stack leaves bits 16 to 31 of RSP as they are. So it is
 * done from an address that has there what the user had.
 */
native_irq_return_ldt:
	pushq	%rdi
	swapgs
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rdi
	movq	PCPU(PCPU_espfix_waddr), %rdi
	movq	%rax, 0*8(%rdi)
	movq	1*8(%rsp), %rax
	movq	%rax, 1*8(%rdi)
	movq	2*8(%rsp), %rax
	movq	%rax, 2*8(%rdi)
	movq	3*8(%rsp), %rax
	movq	%rax, 3*8(%rdi)
	movq	5*8(%rsp), %rax
	movq	%rax, 5*8(%rdi)
	movq	4*8(%rsp), %rax
	movq	%rax, 4*8(%rdi)
	andl	$0xffff0000, %eax
	orq	PCPU(PCPU_espfix_stack), %rax
	SWITCH_TO_USER_CR3_STACK scratch_reg=%rdi
	swapgs
	popq	%rdi
	movq	%rax, %rsp
	popq	%rax
	jmp	native_irq_return_iret

	.pushsection .irqentry.text, "ax"
FUNC apic_timer_interrupt
	ASM_CLAC
	pushq	$~VEC_TIMER
	INTERRUPT smp_apic_timer_interrupt
	jmp	ret_from_intr
	.popsection

FUNC switch_to_thread_stack
	pushq	%rdi
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rdi
	IBRS_ENTER_SAVE_REGS scratch_reg=%rdi
	movq	%rsp, %rdi
	movq	TOP_OF_STACK, %rsp
	pushq	7*8(%rdi)		/* SS */
	pushq	6*8(%rdi)
	pushq	5*8(%rdi)
	pushq	4*8(%rdi)
	pushq	3*8(%rdi)		/* RIP */
	pushq	2*8(%rdi)		/* orig_ax */
	pushq	8(%rdi)			/* return address */
	movq	(%rdi), %rdi
	ret

/*
 * paranoid=1 for those that can hit at any instruction, 2 for the one that
 * does not trust its frame. The handlers get pt_regs and the error code, and
 * the paranoid ones R13 as third argument: what IA32_SPEC_CTRL held when they
 * came. That is the self-check's, v4.15 has no such argument.
 */
.macro HANDLER_ARGS has_error_code:req
	movq	%rsp, %rdi
	.if \has_error_code
	movq	ORIG_RAX(%rsp), %rsi
	movq	$-1, ORIG_RAX(%rsp)
	.else
	xorl	%esi, %esi
	.endif
.endm

.macro IDTENTRY sym:req func:req has_error_code:req paranoid=0 shift_ist=0
FUNC \sym
	ASM_CLAC
	.if !\has_error_code
	pushq	$-1
	.endif
	ALLOC_REGS
	.if \paranoid < 2
	testb	$3, CS(%rsp)
	jnz	.Lfrom_user_\@
	.endif
	.if \paranoid
	call	paranoid_entry
	.else
	call	error_entry
	.endif
	HANDLER_ARGS \has_error_code
	.if \shift_ist
	subq	$EXCEPTION_STKSZ, PCPU(TSS_ist + (\shift_ist - 1) * 8)
	.endif
	.if \paranoid
	movq	%r13, %rdx
	.endif
	call	\func
	.if \shift_ist
	addq	$EXCEPTION_STKSZ, PCPU(TSS_ist + (\shift_ist - 1) * 8)
	.endif
	.if \paranoid
	jmp	paranoid_exit
	.else
	jmp	error_exit
	.endif
	.if \paranoid < 2
.Lfrom_user_\@:
	.if \paranoid
	IBRS_FENCE X86_FEATURE_KERNEL_IBRS
	.endif
	call	error_entry
	HANDLER_ARGS \has_error_code
	call	\func
	jmp	error_exit
	.endif
.endm

IDTENTRY divide_error		do_divide_error		0
IDTENTRY invalid_op		do_invalid_op		0
IDTENTRY double_fault		do_double_fault		1 paranoid=2
IDTENTRY segment_not_present	do_segment_not_present	1
IDTENTRY stack_segment		do_stack_segment	1
IDTENTRY general_protection	do_general_protection	1
IDTENTRY page_fault		do_page_fault		1
IDTENTRY debug			do_debug		0 paranoid=1 shift_ist=DEBUG_STACK
IDTENTRY int3			do_int3			0 paranoid=1 shift_ist=DEBUG_STACK
IDTENTRY machine_check		do_mce			0 paranoid=1

/* The one place in C's reach that can fault with the user's GS. */
FUNC native_load_gs_index
	pushfq
	cli
	swapgs
.Lgs_change:
	movl	%edi, %gs
2:	swapgs
	popfq
	ret

	.section __ex_table, "a"
	.long	.Lgs_change - ., bad_gs - ., 0
	.text
bad_gs:
	swapgs				/* error_entry put the kernel's there */
	xorl	%eax, %eax
	movl	%eax, %gs
	jmp	2b
	.section .entry.text, "ax"

/* EBX: 0 when the exit has to SWAPGS. R13, R14: IA32_SPEC_CTRL, CR3 found. */
FUNC paranoid_entry
	cld
	SAVE_C_REGS 8
	SAVE_EXTRA_REGS 8
	movl	$1, %ebx
	movl	$MSR_GS_BASE, %ecx
	rdmsr
	testl	%edx, %edx
	js	1f
	swapgs
	xorl	%ebx, %ebx
1:
	SAVE_AND_SWITCH_TO_KERNEL_CR3 scratch_reg=%rax save_reg=%r14
	IBRS_SAVE_ENTER save_reg=%r13
	ret

FUNC paranoid_exit
	cli
	testl	%ebx, %ebx
	jnz	1f
	IBRS_RESTORE save_reg=%r13
	RESTORE_CR3 save_reg=%r14
	swapgs
	jmp	2f
1:
	IBRS_RESTORE save_reg=%r13
	RESTORE_CR3 save_reg=%r14
2:
	jmp	restore_regs_and_return_to_kernel

/* EBX: 1 when the exit is to kernel mode. */
FUNC error_entry
	cld
	SAVE_C_REGS 8
	SAVE_EXTRA_REGS 8
	xorl	%ebx, %ebx
	testb	$3, CS+8(%rsp)
	jz	.Lerror_kernelspace

	swapgs
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rax
	IBRS_ENTER
.Lerror_from_user:
	popq	%r12
	movq	%rsp, %rdi
	call	sync_regs
	movq	%rax, %rsp
	pushq	%r12
	ret

.Lerror_kernelspace:
	incl	%ebx
	leaq	native_irq_return_iret(%rip), %rcx
	cmpq	%rcx, RIP+8(%rsp)
	je	.Lerror_bad_iret
	cmpq	$.Lgs_change, RIP+8(%rsp)
	jne	.Lerror_done
	swapgs
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rax
.Lerror_done:
	IBRS_FENCE
	ret

	/* IRET to user mode faulted: as if the fault had come from there. */
.Lerror_bad_iret:
	swapgs
	SWITCH_TO_KERNEL_CR3 scratch_reg=%rax
	IBRS_ENTER
	movq	%rsp, %rdi
	call	fixup_bad_iret
	movq	%rax, %rsp
	decl	%ebx
	jmp	.Lerror_from_user

FUNC error_exit
	cli
	testl	%ebx, %ebx
	jnz	retint_kernel
	jmp	retint_user

	.text
FUNC __x86_indirect_thunk_rax
	JMP_NOSPEC %rax
	.globl	__x86_indirect_thunk_end
__x86_indirect_thunk_end:

	.section .note.GNU-stack, "", @progbits
