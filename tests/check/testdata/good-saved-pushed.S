/* SPDX-License-Identifier: GPL-2.0-only */
/* What was saved is kept on the stack over a call of C. */
#define PARANOID_AFTER_C pushq %r13; pushq %r14; call c_function; \
	popq %r14; popq %r13
#include "entry.h"
