/* SPDX-License-Identifier: GPL-2.0-only */
/* Entry points that are in no list of names: by tables, stubs and callers. */
#include "kernel.h"

/* struct idt_data; ist 0 for none */
	.macro GATE vector ist handler
	.long \vector, 0x10
	.word 0x8e00 | \ist, 0
	.long 0
	.quad \handler
	.endm

/* An interrupt that does all that it has to. */
	.macro RIGHT_GATE name
FUNC \name
	pushq $-1
	addq $-15 * 8, %rsp
	call error_entry
	movq %rsp, %rdi
	call c_function
	cli
	testl %ebx, %ebx
	jnz to_kernel
	jmp to_user
END \name
	.endm

/* One that calls C as it came. */
	.macro WRONG_GATE name
FUNC \name
	pushq $-1
	PUSH_REGS
	movq %rsp, %rdi
	call c_function
	POP_FIRST
	POP_LAST
	popq %rdi
	addq $8, %rsp
	iretq
END \name
	.endm

/* An array of stubs; the last jumps to where it is told. */
	.macro STUBS last
FUNC irq_entries_start
	.rept 3
	pushq $0x55
	jmp common_interrupt
	.balign 8, 0xcc
	.endr
	pushq $0x7f
	jmp \last
	.balign 8, 0xcc
END irq_entries_start
FUNC common_interrupt
	addq $8, %rsp
	jmp apic_timer_interrupt
END common_interrupt
	.endm
