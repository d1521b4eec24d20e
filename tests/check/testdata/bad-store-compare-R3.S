/* SPDX-License-Identifier: GPL-2.0-only */
/* A compare and exchange of 16 bytes, from below the saved value. */
#define PARANOID_AFTER_C pushq %r13; pushq %rcx; cmpxchg16b (%rsp); \
	popq %rcx; popq %r13
#include "entry.h"
