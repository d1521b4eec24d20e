/* SPDX-License-Identifier: GPL-2.0-only */
/* One is asked for where the record of this processor says another, no more. */
#define IBPB_GATE
#define IBPB_CALLED
#define IBPB_BEFORE cmpq %rsi, %gs:ibpb_last; je .Libpb_no; movl $0x49, %ecx; \
	IBPB_VALUE; ALTERNATIVE "", "wrmsr", USE_IBPB; movq %rsi, %gs:ibpb_last
#define IBPB_MORE .globl ibpb_last; .set ibpb_last, 0x140
#include "ibpb.h"
