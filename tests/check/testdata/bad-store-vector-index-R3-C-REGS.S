/* SPDX-License-Identifier: GPL-2.0-only */
/* A scatter goes to as many places as its vector says: over the saved value. */
#define PARANOID_AFTER_C pushq %r13; vpscatterdd %zmm0, (%rbx, %zmm1, 1){%k1}; \
	popq %r13
#include "entry.h"
