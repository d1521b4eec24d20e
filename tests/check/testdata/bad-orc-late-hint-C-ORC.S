/* SPDX-License-Identifier: GPL-2.0-only */
/* Three registers are saved between the stack switch and its hint. */
#define WITH_ORC
#define IRQ_BEFORE_HINT pushq %rax; pushq %rcx; pushq %rdx; SET; \
	popq %rdx; popq %rcx; popq %rax
#define IRQ_BEFORE_RET
#include "entry.h"
