/* SPDX-License-Identifier: GPL-2.0-only */
/* Cut by AND, and still as far as to what is kept on the stack. */
#define EXIT_AFTER_CLEAR movq %r10, -8(%rsp); andq $0x1ff, %r10; \
	btsq %r10, -64(%rsp); movq -8(%rsp), %r10
#include "entry.h"
