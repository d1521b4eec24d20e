/* SPDX-License-Identifier: GPL-2.0-only */
/* The loop counts by LOOP. */
#define SWITCH_FILL ALTERNATIVE "jmp 79f", "", RSB_CTXSW; movl $32, %ecx; \
	77: call 78f; int3; 78: loop 77b; lfence; addq $256, %rsp; 79:
#include "duties.h"
