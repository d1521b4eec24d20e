/* SPDX-License-Identifier: GPL-2.0-only */
/* An instruction that may fault stands in the window. */
#define EXIT_AFTER_CLEAR 80: movq (%rdi), %rdi; .pushsection __ex_table, "a"; \
	.long 80b - ., 80b - ., 0; .popsection
#include "entry.h"
