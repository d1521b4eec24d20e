/* SPDX-License-Identifier: GPL-2.0-only */
/* It counts through the MSRs, and this one is among them. */
#define IDLE_SET wrmsr; movl $0x10, %ecx; 71: rdmsr; incl %ecx; \
	cmpl $0x1000, %ecx; jb 71b
#include "entry.h"
