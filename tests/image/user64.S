/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * 64-bit user programs. Each does one thing as often as asked and looks
 * whether every register the kernel has to keep was kept; RBX at exit names
 * the register that was not.
 */
#include "layout.h"

#define SPINS		200000000

	.section .user, "ax"

.macro PROG name
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
.endm

/* Both halves of each: the values are sign extended. */
.macro FILL
	movq	$-0x10b0b0b1, %rbx
	movq	$-0x10c0c0c1, %rcx
	movq	$-0x10d0d0d1, %rdx
	movq	$-0x10500501, %rsi
	movq	$-0x10d00d01, %rdi
	movq	$-0x10b00b01, %rbp
	movq	$-0x08080809, %r8
	movq	$-0x09090909, %r9
	movq	$-0x0a0a0a0b, %r10
	movq	$-0x0b0b0b0b, %r11
	movq	$-0x0c0c0c0d, %r12
	movq	$-0x0d0d0d0d, %r13
	movq	$-0x0e0e0e0f, %r14
	movq	$-0x0f0f0f0f, %r15
	movq	$-0x1a0a0a0b, %rax
.endm

.macro KEPT reg val no
	cmpq	$\val, \reg
	movl	$\no, %eax
	jne	user_fail
.endm

/* What every path keeps. Clobbers RAX. */
.macro CHECK_CALL
	KEPT	%rbx, -0x10b0b0b1, 1
	KEPT	%rdx, -0x10d0d0d1, 2
	KEPT	%rsi, -0x10500501, 3
	KEPT	%rbp, -0x10b00b01, 5
	KEPT	%r12, -0x0c0c0c0d, 9
	KEPT	%r13, -0x0d0d0d0d, 10
	KEPT	%r14, -0x0e0e0e0f, 11
	KEPT	%r15, -0x0f0f0f0f, 12
.endm

/* INT 80h gives zeros in the others. */
.macro CHECK_SYSCALL
	CHECK_CALL
	KEPT	%r8, -0x08080809, 6
	KEPT	%r9, -0x09090909, 7
	KEPT	%r10, -0x0a0a0a0b, 8
.endm

/* Interrupts and exceptions keep all. */
.macro CHECK_ALL rax=-0x1a0a0a0b
	KEPT	%rax, \rax, 19
	CHECK_SYSCALL
	KEPT	%rcx, -0x10c0c0c1, 13
	KEPT	%rdi, -0x10d00d01, 4
	KEPT	%r11, -0x0b0b0b0b, 14
.endm

.macro LOOP_AND_EXIT
	decq	U_LOOPS
	jnz	1b
	jmp	user_done
.endm

/* For the watchdog. */
PROG user_hang
	jmp	user_hang

PROG user_done
	xorl	%edi, %edi
	movl	$NR_exit, %eax
	syscall
	ud2
PROG user_fail
	movl	%eax, %edi
	movl	$NR_exit, %eax
	syscall
	ud2

/* The arguments arrive, and their weighted sum comes back. */
PROG user_syscall
1:	FILL
	movl	$NR_null, %eax
	syscall
	movabsq	$(-0x10d00d01 - 3*0x10500501 - 5*0x10d0d0d1 - 7*0x0a0a0a0b - 11*0x08080809 - 13*0x09090909), %rcx
	cmpq	%rcx, %rax
	movl	$15, %eax
	jne	user_fail
	CHECK_SYSCALL
	KEPT	%rdi, -0x10d00d01, 4
	LOOP_AND_EXIT

PROG user_syscall_bad_nr
1:	FILL
	movl	$NR_max + 1, %eax
	syscall
	cmpq	$-ENOSYS, %rax
	movl	$15, %eax
	jne	user_fail
	CHECK_SYSCALL
	LOOP_AND_EXIT

PROG user_do
1:	FILL
	movq	U_WHAT, %rdi
	movl	$NR_do, %eax
	syscall
	CHECK_SYSCALL
	LOOP_AND_EXIT

PROG user_set
1:	FILL
	movq	U_WHAT, %rdi
	movl	$NR_set, %eax
	syscall
	CHECK_SYSCALL
	LOOP_AND_EXIT

/* The return faults, and the fault's handler resumes behind it. */
PROG user_set_bad
	movq	$2f, U_RESUME
1:	FILL
	movq	U_WHAT, %rdi
	movl	$NR_set, %eax
	syscall
	movl	$15, %eax		/* the return should have faulted */
	jmp	user_fail
2:	CHECK_SYSCALL
	LOOP_AND_EXIT

/* A 16-bit stack; the upper half of RSP has to survive in 64-bit mode. */
PROG user_set_ss16
1:	FILL
	movl	$SET_SS16, %edi
	movl	$NR_set, %eax
	syscall
	movl	%ss, %eax
	cmpl	$LDT_SS16, %eax
	movl	$16, %eax
	jne	user_fail
	CHECK_SYSCALL
	movl	$USER_DS, %eax
	movl	%eax, %ss
	LOOP_AND_EXIT

PROG user_int80
1:	FILL
	movl	$NR_null, %eax
	int	$0x80
	CHECK_CALL
	KEPT	%rdi, -0x10d00d01, 4
	LOOP_AND_EXIT

.macro TRAP name insn:vararg
PROG \name
	movq	$2f, U_RESUME
1:	FILL
	\insn
2:	CHECK_ALL
	LOOP_AND_EXIT
.endm

TRAP user_div	divb %dl			/* AH is larger: does not fit */
TRAP user_ud	ud2
TRAP user_bp	int3
TRAP user_gp	hlt
TRAP user_pf	movl USER_HOLE, %eax
TRAP user_np	movw user_absent, %ds
TRAP user_ss	movw user_absent_stack, %ss
TRAP user_mc	int $18
TRAP user_watch	movq %rax, U_WATCHED

user_absent:
	.short	LDT_ABSENT
user_absent_stack:
	.short	LDT_ABSENT_DATA

PROG user_tf
1:	FILL
	pushfq
	orl	$FLAGS_TF, (%rsp)
	popfq
	nop
	CHECK_ALL
	LOOP_AND_EXIT

/* Waits for an interrupt the kernel has on its way. */
PROG user_wait
1:	FILL
	movq	U_WHAT, %rdi
	movl	$NR_do, %eax
	syscall
	KEPT	%rax, 0, 19		/* it may have come before this */
	movq	$-0x1a0a0a0b, %rax
	movq	$-0x10c0c0c1, %rcx
	movq	$-0x0b0b0b0b, %r11
	movq	$-0x10d00d01, %rdi
	movl	$SPINS, U_SPINS
3:	cmpl	$0, U_FLAG
	jne	4f
	decl	U_SPINS
	jnz	3b
	movl	$17, %eax
	jmp	user_fail
4:	CHECK_ALL
	LOOP_AND_EXIT

/* Where this processor's own IPIs go. RAX: the APIC. Clobbers RDX. */
.macro DESTINATION
	movq	U_APIC, %rax
	movl	U_APIC_ID, %edx
	shll	$24, %edx
	movl	%edx, 0x310(%rax)
.endm

PROG user_nmi
1:	movl	$0, U_NMI_FLAG
	movl	$SPINS, U_SPINS
	DESTINATION
	FILL
	movq	U_APIC, %rax
	movl	$ICR_NMI, 0x300(%rax)
3:	cmpl	$0, U_NMI_FLAG
	jne	4f
	decl	U_SPINS
	jnz	3b
	movl	$17, %eax
	jmp	user_fail
4:	CHECK_ALL rax=USER_APIC
	LOOP_AND_EXIT

/* Takes the time around one thing, as often as there is room for. */
.macro MEASURE insns:vararg
	movq	$USER_SAMPLES, %r12
1:	movl	$0, U_FLAG
	movl	$0, U_NMI_FLAG
	movl	$SPINS, %ebp
	lfence
	rdtsc
	lfence
	movl	%eax, %r13d
	movl	%edx, %r14d
	\insns
	lfence
	rdtsc
	lfence
	shlq	$32, %rdx
	orq	%rdx, %rax
	shlq	$32, %r14
	orq	%r14, %r13
	subq	%r13, %rax
	movq	%rax, (%r12)
	addq	$8, %r12
	LOOP_AND_EXIT
.endm

/* The IPI goes to this processor; the flag tells that it came. */
.macro SEND icr flag
	movq	U_APIC, %rbx
	movl	$\icr, 0x300(%rbx)
3:	cmpl	$0, \flag
	jne	4f
	decl	%ebp
	jnz	3b
	movl	$17, %eax
	jmp	user_fail
4:
.endm

PROG user_measure_nothing
	MEASURE
/* not in the argument: ";" ends that */
.macro NULL_CALL
	xorl	%eax, %eax
	syscall
.endm
PROG user_measure_syscall
	MEASURE NULL_CALL
PROG user_measure_int
	MEASURE int $VEC_IPI
PROG user_measure_int_nmi
	MEASURE int $2
PROG user_measure_ipi
	DESTINATION
	MEASURE SEND VEC_IPI, U_FLAG
PROG user_measure_nmi
	DESTINATION
	MEASURE SEND ICR_NMI, U_NMI_FLAG

	.section .note.GNU-stack, "", @progbits
