/* SPDX-License-Identifier: GPL-2.0-only */
/* The saved value is on the stack, and is added to. */
#define PARANOID_AFTER_C pushq %r13; movl $4, %eax; xaddq %rax, (%rsp); \
	popq %r13
#include "entry.h"
