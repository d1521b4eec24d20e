/* SPDX-License-Identifier: GPL-2.0-only */
/* The lowest byte alone is no number of an MSR. */
#define SYSCALL_AFTER_SET movb $0x10, %cl; wrmsr; movl %ebx, %ecx; \
	movb $0x10, %cl; wrmsr
#include "entry.h"
