/* SPDX-License-Identifier: GPL-2.0-only */
/* The pointer to what was saved is in a variable, where C finds it. */
#define PARANOID_AFTER_C pushq %r13; movq %rsp, use_ibrs; call c_function; \
	popq %r13
#include "entry.h"
