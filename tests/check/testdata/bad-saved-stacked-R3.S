/* SPDX-License-Identifier: GPL-2.0-only */
/* The pointer to what was saved is an argument on the stack. */
#define PARANOID_AFTER_C pushq %r13; pushq %rsp; call c_function; \
	addq $8, %rsp; popq %r13
#include "entry.h"
