/* SPDX-License-Identifier: GPL-2.0-only */
/* The write that ends the idle state has a fixup, as the one that clears. */
#define IDLE_SET 80: wrmsr; .pushsection __ex_table, "a"; \
	.long 80b - ., 80b - ., 0; .popsection
#include "entry.h"
