/* SPDX-License-Identifier: GPL-2.0-only */
/* With IBRS set for good there is a value as well, and idle goes by that. */
#define MORE_TEXT FUNC intel_idle; cmpq $0, x86_spec_ctrl_kernel; je 1f; \
	movl $0x48, %ecx; LOAD_BASE; wrmsr; movl $1, %ecx; mwait; \
	movl $0x48, %ecx; LOAD_KERNEL; wrmsr; 1: ret; END intel_idle
#include "entry.h"
