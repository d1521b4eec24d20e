/* SPDX-License-Identifier: GPL-2.0-only */
/* What is called for it has a leg round it that asks for another feature. */
#define IBPB_GATE
#define IBPB_CALLED ALTERNATIVE "", "jmp 7f", PCID; movl $0x49, %ecx; IBPB_VALUE; \
	ALTERNATIVE "", "wrmsr", USE_IBPB
#include "ibpb.h"
