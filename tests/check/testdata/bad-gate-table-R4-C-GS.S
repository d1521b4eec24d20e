/* SPDX-License-Identifier: GPL-2.0-only */
/* A gate of an IDT table that no list has does not set. */
#include "idt.h"
#define MORE_ENTRY WRONG_GATE new_gate
#define MORE_TEXT .pushsection .data; .globl new_idts; \
	new_idts: GATE 0x21, 0, new_gate; .popsection
#include "entry.h"
