/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit reads the MSR, too. */
#define EXIT_BEFORE_CLEAR ALTERNATIVE "jmp 78f", "movl $0x48, %ecx", IBRS; \
	rdmsr; 78:
#include "entry.h"
