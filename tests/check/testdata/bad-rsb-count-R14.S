/* SPDX-License-Identifier: GPL-2.0-only */
/* How often it fills is in memory. */
#define SWITCH_FILL \
	ALTERNATIVE "jmp 78f", "movl fill_count, %ecx", RSB_CTXSW; \
71:	call 72f; \
73:	pause; lfence; jmp 73b; \
72:	decl %ecx; jnz 71b; lfence; addq $256, %rsp; \
78:	.pushsection .data; fill_count: .long 32; .popsection
#include "duties.h"
