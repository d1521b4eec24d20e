/* SPDX-License-Identifier: GPL-2.0-only */
/* A gate that is set while running does not set. */
#include "idt.h"
#define MORE_ENTRY WRONG_GATE hv_callback
#define MORE_TEXT FUNC gives; leaq hv_callback(%rip), %rsi; \
	jmp alloc_intr_gate; END gives; FUNC alloc_intr_gate; ret; \
	END alloc_intr_gate
#include "entry.h"
