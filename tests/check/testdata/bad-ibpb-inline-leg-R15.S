/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, and where it is another a leg has none, by what is no mm's. */
#define IBPB_CALLED
#define IBPB_BEFORE cmpq %rsi, %gs:ibpb_last; je .Libpb_no; testl %edx, %edx; \
	je .Libpb_no; IBPB_WRITE; movq %rsi, %gs:ibpb_last
#define IBPB_MORE .globl ibpb_last; .set ibpb_last, 0x140
#include "ibpb.h"
