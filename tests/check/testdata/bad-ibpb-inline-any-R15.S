/* SPDX-License-Identifier: GPL-2.0-only */
/* None where one of many records says this mm: others have run since. */
#define IBPB_CALLED
#define IBPB_BEFORE xorl %eax, %eax; 1: cmpq %rsi, %gs:ibpb_last(, %rax, 8); \
	je .Libpb_no; incl %eax; cmpl $6, %eax; jne 1b; IBPB_WRITE
#define IBPB_MORE .globl ibpb_last; .set ibpb_last, 0x140
#include "ibpb.h"
