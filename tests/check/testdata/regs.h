/* SPDX-License-Identifier: GPL-2.0-only */
/* System calls that leave by SYSRET, and one by its number from a table. */
#include "kernel.h"

#ifndef REGS_FIRST
#define REGS_FIRST
#endif
#ifndef REGS_BEFORE_DX
#define REGS_BEFORE_DX
#endif
#ifndef REGS_SAME_FLAGS
#define REGS_SAME_FLAGS cmpq %r11, 18 * 8(%rsp); jne to_user
#endif
#ifndef REGS_CX
#define REGS_CX 1 * 8(%rdi)
#endif
#ifndef REGS_BEFORE_SYSRET
#define REGS_BEFORE_SYSRET
#endif
#ifndef REGS_RELOAD
#define REGS_RELOAD movq 10 * 8(%rsp), %rax; movq 12 * 8(%rsp), %rdx
#endif

#ifndef REGS_SYSRET
#define REGS_SYSRET sysretq
#endif
#ifndef REGS_SYSRET32
#define REGS_SYSRET32 sysretl
#endif

	.macro REGS_ENTRY
FUNC entry_SYSCALL_compat
	swapgs
	movl %esp, %r8d
	KERNEL_CR3 %rsp
	movq %gs:cpu_tss_rw + 12, %rsp
	REGS_FIRST
	PUSH_FRAME %r8
	pushq %rdi
	pushq %rsi
	REGS_BEFORE_DX
	pushq %rdx
	pushq %rbp
	pushq $-38
	.irp r, r8, r9, r10, r11, rbx, rbp, r12, r13, r14, r15
	pushq %\r
	.endr
	SET
	movq %rsp, %rdi
	call do_syscall_64
	jmp by_sysret32
END entry_SYSCALL_compat
	BY_SYSRET by_sysret, REGS_SYSRET
	BY_SYSRET by_sysret32, REGS_SYSRET32
	.endm

	.macro BY_SYSRET name, sysret
FUNC \name
	movq 11 * 8(%rsp), %rcx
	movq 16 * 8(%rsp), %r11
	cmpq %rcx, %r11
	jne to_user
	movq 6 * 8(%rsp), %r11
	REGS_SAME_FLAGS
	POP_FIRST
	movq %rsp, %rdi
	movq %gs:cpu_tss_rw + 4, %rsp
	pushq 9 * 8(%rdi)
	pushq 4 * 8(%rdi)
	CLEAR
	movq (%rdi), %rax
	movq REGS_CX, %rcx
	movq 2 * 8(%rdi), %rdx
	movq 3 * 8(%rdi), %rsi
	USER_CR3 %rdi
	popq %rdi
	REGS_BEFORE_SYSRET
	popq %rsp
	swapgs
	\sysret
END \name
	.endm

/* what C keeps is not pushed until it has to be */
	.macro PUSH_C_REGS
	.irp r, rdi, rsi, rdx, rcx, rax, r8, r9, r10, r11
	pushq %\r
	.endr
	subq $6 * 8, %rsp
	.endm
	.macro SAVE_KEPT
	movq %rbx, 5 * 8(%rsp)
	movq %rbp, 4 * 8(%rsp)
	movq %r12, 3 * 8(%rsp)
	movq %r13, 2 * 8(%rsp)
	movq %r14, 1 * 8(%rsp)
	movq %r15, (%rsp)
	.endm

#define SYSCALL_PUSH PUSH_C_REGS
#define SYSCALL_AFTER_SET REGS_RELOAD; movq %r10, %rcx; \
	call *x86_spec_ctrl_base(, %rax, 8); movq %rax, 10 * 8(%rsp); \
	SAVE_KEPT
#define SYSCALL_EXIT jmp by_sysret
#define MORE_ENTRY REGS_ENTRY
#include "entry.h"
