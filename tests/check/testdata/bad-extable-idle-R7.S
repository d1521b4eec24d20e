/* SPDX-License-Identifier: GPL-2.0-only */
/* A write of another MSR, which may fault, ahead of the set. */
#define IDLE_SET movl $0x3b, %ecx; 80: wrmsr; movl $0x48, %ecx; LOAD_KERNEL; \
	wrmsr; .pushsection __ex_table, "a"; .long 80b - ., 80b - ., 0; \
	.popsection
#include "entry.h"
