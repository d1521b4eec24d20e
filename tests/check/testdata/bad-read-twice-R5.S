/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit reads what was saved. */
#define PARANOID_AFTER_C ALTERNATIVE "jmp 78f", "movl $0x48, %ecx", IBRS; \
	rdmsr; 78:
#include "entry.h"
