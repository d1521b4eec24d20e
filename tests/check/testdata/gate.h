/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows of struct idt_data: vector, segment, bits, address. */
#ifndef GATE_TYPE
#define GATE_TYPE 0x8e00
#endif
#ifndef NMI_BITS
#define NMI_BITS 0x8e02
#endif
	.macro GATE vector bits name
	.long \vector, 0x10, \bits, 0
	.quad \name
	.endm
	.macro GATES
	.pushsection .data
	.globl def_idts
	.type def_idts, @object
def_idts:
	GATE 1, 0x8e03, debug
	GATE 2, NMI_BITS, nmi
	GATE 14, GATE_TYPE, page_fault
	GATE 239, 0x8e00, apic_timer_interrupt
	.size def_idts, . - def_idts
	.popsection
	.endm
#define MORE_TEXT GATES
#include "entry.h"
