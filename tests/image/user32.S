/* SPDX-License-Identifier: GPL-2.0-only */
/* 32-bit user programs, as user64.S. */
#include "layout.h"

#define SUM	(0x1b0b0b0b + 3*0x1c0c0c0c + 5*0x1d0d0d0d + 7*0x15050505 + 11*0x1d010101)

	.section .user, "ax"
	.code32

.macro PROG name
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
.endm

/* EBP belongs to the calls: the stack, or the second argument. */
.macro FILL32
	movl	$0x1b0b0b0b, %ebx
	movl	$0x1c0c0c0c, %ecx
	movl	$0x1d0d0d0d, %edx
	movl	$0x15050505, %esi
	movl	$0x1d010101, %edi
.endm

.macro KEPT reg val no
	cmpl	$\val, \reg
	movl	$\no, %eax
	jne	user32_fail
.endm

.macro CHECK32
	KEPT	%ebx, 0x1b0b0b0b, 1
	KEPT	%edx, 0x1d0d0d0d, 2
	KEPT	%esi, 0x15050505, 3
	KEPT	%edi, 0x1d010101, 4
.endm

.macro LOOP32
	decl	U_LOOPS
	jnz	1b
	jmp	user32_done
.endm

PROG user32_done
	xorl	%eax, %eax
PROG user32_fail
	movl	%eax, %ebx
	movl	$NR_exit, %eax
	int	$0x80
	ud2

PROG user32_int80
1:	FILL32
	xorl	%ebp, %ebp
	movl	$NR_null, %eax
	int	$0x80
	subl	$(SUM & 0xffffffff), %eax
	movl	$15, %eax
	jne	user32_fail
	KEPT	%ecx, 0x1c0c0c0c, 13
	CHECK32
	LOOP32

/* SYSENTER comes back to one place, which finds the way by the stack. */
PROG user32_sysenter
1:	FILL32
	movl	$NR_null, %eax
	pushl	$2f
	movl	%esp, %ebp
	sysenter
	ud2
	.globl	user32_sysenter_landing
user32_sysenter_landing:
	ret
2:	subl	$(SUM & 0xffffffff), %eax
	leal	-4(%esp), %ecx		/* EBP was the sixth argument */
	imull	$13, %ecx, %ecx
	cmpl	%ecx, %eax
	movl	$15, %eax
	jne	user32_fail
	CHECK32
	LOOP32

/* SYSCALL takes the second argument in EBP, ECX is its own. */
PROG user32_syscall
1:	FILL32
	movl	%ecx, %ebp
	movl	$NR_null, %eax
	syscall
	subl	$((SUM + 13 * 0x1c0c0c0c) & 0xffffffff), %eax
	movl	$15, %eax
	jne	user32_fail
	CHECK32
	LOOP32

/* TF over SYSENTER: a #DB for each of the kernel's first instructions. */
PROG user32_sysenter_tf
1:	FILL32
	movl	$NR_null, %eax
	pushl	$2f
	movl	%esp, %ebp
	pushfl
	orl	$FLAGS_TF, (%esp)
	popfl
	sysenter
	ud2
2:	CHECK32
	LOOP32

/* espfix: with a 16-bit stack IRET leaves half of RSP. */
PROG user32_ss16
1:	FILL32
	movl	$NR_set, %eax
	movl	$SET_SS16, %ebx
	int	$0x80
	movl	%ss, %eax
	cmpl	$LDT_SS16, %eax
	movl	$16, %eax
	jne	user32_fail
	movl	%esp, %ebp		/* all 32 bits, as the kernel kept them */
	movl	$USER_DS, %eax
	movl	%eax, %ss
	movl	%ebp, %esp
	cmpl	$USER_STACK_TOP - 64, %ebp
	movl	$18, %eax
	jne	user32_fail
	LOOP32

PROG user32_bad_iret
	movl	$2f, U_RESUME
	movl	$0, U_RESUME + 4
1:	movl	$NR_set, %eax
	movl	U_WHAT, %ebx
	int	$0x80
	movl	$15, %eax
	jmp	user32_fail
2:	LOOP32

PROG user32_ud
	movl	$2f, U_RESUME
	movl	$0, U_RESUME + 4
1:	FILL32
	ud2
2:	CHECK32
	KEPT	%ecx, 0x1c0c0c0c, 13
	LOOP32

	.section .note.GNU-stack, "", @progbits
