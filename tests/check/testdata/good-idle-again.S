/* SPDX-License-Identifier: GPL-2.0-only */
/* Two windows, each with its MWAIT; a flag leads round clear, wait and set. */
#define IDLE_FIRST testl $1, use_ibrs; jnz 1f
#define IDLE_WAIT mwait; movl $0x48, %ecx; LOAD_KERNEL; wrmsr; LOAD_BASE; \
	wrmsr; movl $1, %ecx; movl $0x20, %eax; mwait
#include "entry.h"
