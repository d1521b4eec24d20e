/* SPDX-License-Identifier: GPL-2.0-only */
/* An abort of the transaction puts why into EAX, which is written. */
#define EXIT_CLEAR ALTERNATIVE "jmp 76f", "movl $0x48, %ecx", IBRS; LOAD_BASE; \
	xbegin 77f; xend; 77: wrmsr; 76:
#include "entry.h"
