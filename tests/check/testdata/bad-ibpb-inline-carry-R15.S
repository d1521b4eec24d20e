/* SPDX-License-Identifier: GPL-2.0-only */
/* A leg by a carry that what is asked of the mm leaves as it was. */
#define IBPB_CALLED
#define IBPB_BEFORE movq 0x368(%rsi), %rax; cmpl $1, %edx; decl %eax; \
	jb .Libpb_no; IBPB_WRITE
#include "ibpb.h"
