/* SPDX-License-Identifier: GPL-2.0-only */
/* IBRS is cleared behind the switch to the user page tables. */
#define EXIT_CLEAR
#define EXIT_AFTER_CR3 pushq %rax; pushq %rcx; pushq %rdx; CLEAR; \
	popq %rdx; popq %rcx; popq %rax
#include "entry.h"
