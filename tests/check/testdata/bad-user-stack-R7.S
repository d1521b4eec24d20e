/* SPDX-License-Identifier: GPL-2.0-only */
/* The user's stack is made larger, and written to. */
#define TRAMP_SET movq %rsp, %rbx; leaq -16(%rsi), %rsp; subq $64, %rsp; \
	movq %rax, 8(%rsp); movq %rbx, %rsp; SET
#include "entry.h"
