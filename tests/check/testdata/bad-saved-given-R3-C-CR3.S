/* SPDX-License-Identifier: GPL-2.0-only */
/* What was saved is pushed, and C is given a pointer to it. */
#define PARANOID_AFTER_C pushq %r13; pushq %r14; movq %rsp, %rdi; \
	call c_function; popq %r14; popq %r13
#include "entry.h"
