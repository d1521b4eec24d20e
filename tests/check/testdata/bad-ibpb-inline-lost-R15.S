/* SPDX-License-Identifier: GPL-2.0-only */
/* What is compared with the record is not the mm any more, behind a call. */
#define IBPB_CALLED
#define IBPB_BEFORE call choose_asid; cmpq %rsi, %gs:ibpb_last; \
	je .Libpb_no; IBPB_WRITE
#define IBPB_MORE .globl ibpb_last; .set ibpb_last, 0x140; \
	FUNC choose_asid; ret; END choose_asid
#include "ibpb.h"
