/* SPDX-License-Identifier: GPL-2.0-only */
/* A per-CPU variable is used before SWAPGS. */
#define ERROR_FIRST testb $3, 18 * 8(%rsp); jz 79f; \
	movq %rax, %gs:rsp_scratch; 79:
#include "entry.h"
