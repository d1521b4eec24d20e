/* SPDX-License-Identifier: GPL-2.0-only */
/* Two sites of two features: both may be there, or none. */
#define OTHER (9 * 32 + 5)
#define SYSCALL_AFTER_SET ALTERNATIVE "", "call do_swapgs", OTHER; \
	ALTERNATIVE "call do_swapgs", "", OTHER + 1; swapgs
#define MORE_ENTRY FUNC do_swapgs; swapgs; ret; END do_swapgs
#include "entry.h"
