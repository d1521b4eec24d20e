/* SPDX-License-Identifier: GPL-2.0-only */
/* Ahead of the fence a function that reaches nothing by GS, or fences it. */
#define ERROR_KERNEL_FENCE ALTERNATIVE "call looks_at_stack", "", IBRS; \
	KERNEL_FENCE
#define MORE_TEXT FUNC looks_at_stack; cmpq $0, 8(%rsp); je 1f; lfence; \
	call c_function; 1: ret; END looks_at_stack
#include "fence.h"
