/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small entry_64.S, right as it stands. Each bad-*.S defines the one thing
 * it gets wrong, and includes this; its name ends with the rules it breaks.
 */
#include "kernel.h"

/* --- what each macro does right ------------------------------------------- */
#ifndef WRMSR
#define WRMSR wrmsr
#endif
#ifndef BEFORE_SET
#define BEFORE_SET
#endif

	.macro SET gate=IBRS
	ALTERNATIVE "jmp .Lset_end_\@", "movl $0x48, %ecx", \gate
	BEFORE_SET
	LOAD_KERNEL
	WRMSR
.Lset_end_\@:
	.endm

	.macro CLEAR
	ALTERNATIVE "jmp .Lclear_end_\@", "movl $0x48, %ecx", IBRS
	LOAD_BASE
	WRMSR
.Lclear_end_\@:
	.endm

/* what was found, with IBRS set, is what is written: no memory is read */
#ifndef SAVE_BEFORE_TEST
#define SAVE_BEFORE_TEST
#endif
#ifndef SAVE_TEST
#define SAVE_TEST btsl $0, %eax
#endif
#ifndef SAVE_BEFORE_SET
#define SAVE_BEFORE_SET
#endif
#ifndef FENCE
#define FENCE lfence
#endif
#ifndef SAVE
#define SAVE SAVE_SET
#endif
	.macro SAVE_SET
	ALTERNATIVE "jmp .Lsave_end_\@", "movl $0x48, %ecx", IBRS
	rdmsr
	movq %rdx, %r13
	shlq $32, %r13
	orq %rax, %r13
	SAVE_BEFORE_TEST
	SAVE_TEST
	jc .Lsave_is_set_\@
	SAVE_BEFORE_SET
	WRMSR
	jmp .Lsave_end_\@
.Lsave_is_set_\@:
	FENCE
.Lsave_end_\@:
	.endm

#ifndef RESTORE
#define RESTORE RESTORE_SAVED
#endif
	.macro RESTORE_SAVED
	ALTERNATIVE "jmp .Lrest_end_\@", "btq $0, %r13", IBRS
	jc .Lrest_end_\@
	movl $0x48, %ecx
	movq %r13, %rax
	movq %r13, %rdx
	shrq $32, %rdx
	WRMSR
.Lrest_end_\@:
	.endm

#ifdef NO_PTI
	.macro KERNEL_CR3 reg
	.endm
	.macro USER_CR3 reg
	.endm
	.macro SAVE_CR3
	.endm
	.macro RESTORE_CR3_SAVED
	.endm
#else
	.macro KERNEL_CR3 reg
	ALTERNATIVE "jmp .Lkcr3_end_\@", "", PTI
	movq %cr3, \reg
	ALTERNATIVE "", "bts $63, \reg", PCID
	andq $~0x1800, \reg
	movq \reg, %cr3
.Lkcr3_end_\@:
	.endm

	.macro USER_CR3 reg
	ALTERNATIVE "jmp .Lucr3_end_\@", "", PTI
	movq %cr3, \reg
	orq $0x1000, \reg
	movq \reg, %cr3
.Lucr3_end_\@:
	.endm

	.macro SAVE_CR3
	ALTERNATIVE "jmp .Lscr3_end_\@", "", PTI
	movq %cr3, %rax
	movq %rax, %r14
	bt $12, %rax
	jnc .Lscr3_end_\@
	andq $~0x1800, %rax
	movq %rax, %cr3
.Lscr3_end_\@:
	.endm

	.macro RESTORE_CR3_SAVED
	ALTERNATIVE "jmp .Lrcr3_end_\@", "", PTI
	movq %r14, %cr3
.Lrcr3_end_\@:
	.endm

#endif
#ifndef RESTORE_CR3
#define RESTORE_CR3 RESTORE_CR3_SAVED
#endif

	/* what SYSCALL leaves in registers, and the user's stack pointer */
	.macro PUSH_FRAME sp
	pushq $0x2b
	pushq \sp
	pushq %r11
	pushq $0x33
	pushq %rcx
	pushq %rax
	.endm
	.macro PUSH_REGS
	.irp r, rdi, rsi, rdx, rcx, rax, r8, r9, r10, r11, rbx, rbp, r12, r13, \
		r14, r15
	pushq %\r
	.endr
	.endm
	.macro SAVE_REGS offset=0
	.set .Lword, \offset
	.irp r, r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, \
		rsi, rdi
	movq %\r, .Lword(%rsp)
	.set .Lword, .Lword + 8
	.endr
	.endm
	.macro POP_FIRST
	.irp r, r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8
	popq %\r
	.endr
	.endm
	.macro POP_LAST
	.irp r, rax, rcx, rdx, rsi
	popq %\r
	.endr
	.endm

#include "hooks.h"

	.section .entry_trampoline, "ax"
#ifndef NO_PTI
FUNC entry_SYSCALL_64_trampoline
	swapgs
	movq %rsp, tramp_scratch(%rip)
	KERNEL_CR3 %rsp
	movq %gs:cpu_tss_rw + 12, %rsp
	PUSH_FRAME tramp_scratch(%rip)
	PUSH_REGS
	TRAMP_SET
	movq $entry_SYSCALL_64_stage2, %rdi
	jmp *%rdi
END entry_SYSCALL_64_trampoline
tramp_scratch:
	.quad 0
#endif

	.section .entry.text, "ax"
	.globl __entry_text_start, __entry_text_end
__entry_text_start:
#ifndef NO_PTI
FUNC entry_SYSCALL_64_stage2
	jmp .Lsyscall_stack
END entry_SYSCALL_64_stage2
#endif

FUNC entry_SYSCALL_64
	swapgs
	movq %rsp, %gs:rsp_scratch
	movq %gs:cpu_tss_rw + 12, %rsp
	PUSH_FRAME %gs:rsp_scratch
	SYSCALL_PUSH
	SYSCALL_BEFORE_SET
	SYSCALL_SET
	SYSCALL_AFTER_SET
.Lsyscall_stack:
	sti
	movq %rsp, %rdi
	call do_syscall_64		/* returns with interrupts off */
	SYSCALL_EXIT
END entry_SYSCALL_64

FUNC ret_from_fork
	movq %rax, %rdi
	call schedule_tail
	FORK_AFTER_C
	movq %rsp, %rdi
	call syscall_return_slowpath
	jmp to_user
END ret_from_fork

#ifdef IRQ_AS_FAULT
FUNC apic_timer_interrupt
	pushq $-1
	addq $-15 * 8, %rsp
	call error_entry
	movq %rsp, %rdi
	call smp_apic_timer_interrupt
	cli
	testl %ebx, %ebx
	jnz to_kernel
	jmp to_user
END apic_timer_interrupt
#else
FUNC apic_timer_interrupt
	ORC ORC_SP, 0, ORC_IRET
	pushq $-1
	ORC ORC_SP, IRQ_HINT, ORC_IRET
	IRQ_FIRST
	testb $3, 16(%rsp)
	jz 1f
	IRQ_SWAPGS
	call switch_to_thread_stack
	jmp 2f
1:	IRQ_KERNEL_FENCE
2:	ORC ORC_NONE
	PUSH_REGS
	ORC ORC_SP, 0, ORC_REGS
	movq %rsp, %rdi
	call smp_apic_timer_interrupt
	cli
	testb $3, 17 * 8(%rsp)
	jz to_kernel
	jmp to_user
END apic_timer_interrupt

FUNC switch_to_thread_stack
	ORC ORC_SP, 8
	pushq %rdi
	ORC ORC_SP, 16
	KERNEL_CR3 %rdi
	movq %rsp, %rdi
	movq %gs:cpu_tss_rw + 12, %rsp
	IRQ_BEFORE_HINT
	ORC ORC_DI, 16
	.irp i, 7, 6, 5, 4, 3, 2, 1
	pushq \i * 8(%rdi)
	.endr
	movq (%rdi), %rdi
	ORC ORC_SP, 8
	pushq %rax
	ORC ORC_SP, 16
	pushq %rcx
	ORC ORC_SP, 24
	pushq %rdx
	ORC ORC_SP, 32
	IRQ_BEFORE_RET
	popq %rdx
	ORC ORC_SP, 24
	popq %rcx
	ORC ORC_SP, 16
	popq %rax
	ORC ORC_SP, 8
	ret
	ORC ORC_NONE
END switch_to_thread_stack
#endif

FUNC to_user
	EXIT_BEFORE_CLEAR
	POP_FIRST
	EXIT_CLEAR
	EXIT_AFTER_CLEAR
	POP_LAST
	movq %rsp, %rdi
	movq %gs:cpu_tss_rw + 4, %rsp
	.irp i, 6, 5, 4, 3, 2, 0
	pushq \i * 8(%rdi)
	.endr
	USER_CR3 %rdi
	EXIT_AFTER_CR3
	popq %rdi
	EXIT_SWAPGS
	jmp native_iret
END to_user

FUNC to_kernel
	TO_KERNEL
	POP_FIRST
	POP_LAST
	popq %rdi
	addq $8, %rsp
END to_kernel
FUNC native_iret
	AT_IRET
	iretq
END native_iret

FUNC page_fault
	addq $-15 * 8, %rsp
	call error_entry
	movq %rsp, %rdi
	call do_page_fault
	cli
	testl %ebx, %ebx
	jnz to_kernel
	jmp to_user
END page_fault

FUNC error_entry
	cld
	SAVE_REGS 8
	ERROR_FIRST
	xorl %ebx, %ebx
	testb $3, 18 * 8(%rsp)
	jz .Lfrom_kernel
	ERROR_SWAPGS
	KERNEL_CR3 %rax
	ERROR_SET
.Lfrom_user:
	popq %r12
	movq %rsp, %rdi
	call sync_regs
	movq %rax, %rsp
	pushq %r12
	ret
.Lfrom_kernel:
	KERNEL_LEG
	incl %ebx
	leaq native_iret(%rip), %rcx
	cmpq %rcx, 17 * 8(%rsp)
	je .Lbad_iret
	ERROR_KERNEL_FENCE
	ret
.Lbad_iret:
	BAD_IRET_SWAPGS
	KERNEL_CR3 %rax
	BAD_IRET_SET
	movq %rsp, %rdi
	call fixup_bad_iret
	movq %rax, %rsp
	decl %ebx
	jmp .Lfrom_user
END error_entry

FUNC debug
	pushq $-1
	addq $-15 * 8, %rsp
	testb $3, 17 * 8(%rsp)
	jnz 1f
	call paranoid_entry
	PARANOID_BEFORE_C
	movq %rsp, %rdi
	call do_debug
	PARANOID_AFTER_C
	jmp paranoid_exit
1:	DEBUG_USER_FENCE
	call error_entry
	movq %rsp, %rdi
	call do_debug
	cli
	jmp to_user
END debug

FUNC paranoid_entry
	cld
	SAVE_REGS 8
	movl $1, %ebx
	movl $0xc0000101, %ecx
	rdmsr
	testl %edx, %edx
	js 1f
	PARANOID_SWAPGS
	xorl %ebx, %ebx
1:	PARANOID_FENCE
	SAVE_CR3
	PARANOID_SAVE
	ret
END paranoid_entry

FUNC paranoid_exit
	cli
	testl %ebx, %ebx
	jnz 1f
	PARANOID_SWAPGS_LEG
	RESTORE_CR3
	swapgs
	jmp to_kernel
1:	PARANOID_OTHER_LEG
	RESTORE_CR3
	jmp to_kernel
END paranoid_exit

FUNC nmi
	pushq $-1
	addq $-15 * 8, %rsp
	SAVE_REGS
	testb $3, 17 * 8(%rsp)
	jz 1f
	NMI_SWAPGS
	KERNEL_CR3 %rax
	NMI_USER_SET
	movq %rsp, %rdi
	call do_nmi
	jmp NMI_USER_EXIT
1:	NMI_ENTRY
	movq %rsp, %rdi
	call do_nmi
	NMI_RESTORE
	RESTORE_CR3
	testl %ebx, %ebx
	jnz 2f
	swapgs
2:	jmp to_kernel
END nmi

#ifdef MORE_ENTRY
	MORE_ENTRY
#endif
__entry_text_end:

	.text
	.irp f, do_syscall_64, schedule_tail, syscall_return_slowpath, \
		smp_apic_timer_interrupt, do_page_fault, sync_regs, \
		fixup_bad_iret, do_debug, do_nmi, c_function
FUNC \f
	C_BODY
	ret
END \f
	.endr

/* a deep idle state: interrupts off, the hint that they end MWAIT */
#ifndef IDLE_CLI
#define IDLE_CLI cli
#endif
#ifndef IDLE_FIRST
#define IDLE_FIRST
#endif
#ifndef IDLE_GATE
#define IDLE_GATE IBRS
#endif
#ifndef IDLE_LOAD
#define IDLE_LOAD LOAD_BASE
#endif
#ifndef IDLE_WAIT
#define IDLE_WAIT mwait
#endif
#ifndef IDLE_CLEAR
#define IDLE_CLEAR wrmsr
#endif
#ifndef IDLE_SET
#define IDLE_SET wrmsr
#endif
FUNC mwait_idle_with_hints
	pushq %rbx
	call c_function
	IDLE_CLI
	IDLE_FIRST
	ALTERNATIVE "jmp 1f", "movl $0x48, %ecx", IDLE_GATE
	IDLE_LOAD
	IDLE_CLEAR
	movl $1, %ecx
	IDLE_WAIT
	movl $0x48, %ecx
	LOAD_KERNEL
	IDLE_SET
1:	popq %rbx
	ret
END mwait_idle_with_hints

#ifdef MORE_TEXT
	MORE_TEXT
#endif

	.data
	.globl x86_spec_ctrl_base, x86_spec_ctrl_kernel, use_ibrs
x86_spec_ctrl_base:
	.quad 4
x86_spec_ctrl_kernel:
	.quad 5
use_ibrs:
	.long 1
	.globl cpu_tss_rw, rsp_scratch
	.set cpu_tss_rw, 0x5000
	.set rsp_scratch, 0x14000
