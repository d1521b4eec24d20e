/* SPDX-License-Identifier: GPL-2.0-only */
/* One that is no call by a pointer: the kernel would not boot. */
#include "direct.h"
#define IDLE_FIRST ALTERNATIVE "nopl 0(%rax, %rax)", "call BUG_func", \
	(3 * 32 + 21), 2
#include "entry.h"
