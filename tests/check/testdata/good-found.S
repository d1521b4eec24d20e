/* SPDX-License-Identifier: GPL-2.0-only */
/* A processor that comes up with IBRS set, not in use, clears it. */
#define SETUP_OFF movl $0x48, %ecx; rdmsr; testl $1, %eax; jz 2f; \
	LOAD_BASE; wrmsr; 2:
#include "duties.h"
