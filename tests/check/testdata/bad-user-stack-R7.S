/* SPDX-License-Identifier: GPL-2.0-only */
/* The user's stack is made larger, and written to. */
#define TRAMP_SET movq %rsi, %rsp; subq $64, %rsp; movq %rax, 8(%rsp); \
	movq %gs:cpu_tss_rw + 12, %rsp; subq $15 * 8, %rsp; SET
#include "entry.h"
