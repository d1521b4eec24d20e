/* SPDX-License-Identifier: GPL-2.0-only */
/* Of 32 calls one is to what stands behind it, which CPUs keep no entry of. */
#define FILL_LOOPS 15
#define FILL_FENCE call 77f; lfence; 77: call 78f; 78: addq $16, %rsp; lfence
#include "duties.h"
