/* SPDX-License-Identifier: GPL-2.0-only */
/* A gate leads to C. */
#include "idt.h"
#define MORE_TEXT .pushsection .data; .globl apic_idts; \
	apic_idts: GATE 0x21, 0, c_function; .popsection
#include "entry.h"
