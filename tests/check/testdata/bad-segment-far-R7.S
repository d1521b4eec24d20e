/* SPDX-License-Identifier: GPL-2.0-only */
/* So is a segment with its offset, from the stack of the way out. */
#define EXIT_AFTER_CLEAR lfsl (%rsp), %eax
#include "entry.h"
