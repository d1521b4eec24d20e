/* SPDX-License-Identifier: GPL-2.0-only */
/* A fault of the kernel reads the MSR. */
#define KERNEL_LEG ALTERNATIVE "jmp 78f", "movl $0x48, %ecx", IBRS; \
	rdmsr; 78:
#include "entry.h"
