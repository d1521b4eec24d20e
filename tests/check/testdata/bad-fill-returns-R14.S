/* SPDX-License-Identifier: GPL-2.0-only */
/* 32 CALLs, and a RET to each: nothing is left. */
/* the capture code returns: each CALL has its RET */
#define SWITCH_FILL ALTERNATIVE "jmp 99f", "movl $32, %ecx", RSB_CTXSW; 91: call 92f; jmp 93f; 92: ret; 93: decl %ecx; jnz 91b; lfence; 99:
#include "duties.h"
