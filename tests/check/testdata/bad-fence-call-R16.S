/* SPDX-License-Identifier: GPL-2.0-only */
/* Ahead of the fence a function with a path to C that has no fence. */
#define ERROR_KERNEL_FENCE ALTERNATIVE "call looks_at_stack", "", IBRS; \
	KERNEL_FENCE
#define MORE_TEXT FUNC looks_at_stack; cmpq $0, 8(%rsp); jne 1f; lfence; 1:\
	call c_function; ret; END looks_at_stack
#include "fence.h"
