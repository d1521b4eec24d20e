/* SPDX-License-Identifier: GPL-2.0-only */
/* A string store goes over the saved value, which was put on the stack. */
#define PARANOID_AFTER_C pushq %r13; leaq -56(%rsp), %rdi; movl $8, %ecx; \
	rep stosq; popq %r13
#include "entry.h"
