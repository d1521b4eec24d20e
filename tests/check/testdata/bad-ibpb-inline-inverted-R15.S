/* SPDX-License-Identifier: GPL-2.0-only */
/* It is issued where the record says the same mm, and not where another. */
#define IBPB_CALLED
#define IBPB_BEFORE cmpq %rsi, %gs:ibpb_last; jne .Libpb_no; IBPB_WRITE
#define IBPB_MORE .globl ibpb_last; .set ibpb_last, 0x140
#include "ibpb.h"
