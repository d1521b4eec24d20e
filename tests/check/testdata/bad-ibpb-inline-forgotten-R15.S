/* SPDX-License-Identifier: GPL-2.0-only */
/* Another mm is seen to be one, and one of its two legs has no barrier. */
#define IBPB_CALLED
#define IBPB_BEFORE cmpq %rsi, %gs:ibpb_last; je .Libpb_no; \
	cmpq $0, %gs:ibpb_last; je 1f; IBPB_WRITE; jmp 2f; 1: incl %eax; 2:
#define IBPB_MORE .globl ibpb_last; .set ibpb_last, 0x140
#include "ibpb.h"
