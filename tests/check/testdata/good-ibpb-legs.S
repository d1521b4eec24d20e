/* SPDX-License-Identifier: GPL-2.0-only */
/* Two legs, each with a barrier of its own. */
#define IBPB_WRITE movl $0x49, %ecx; IBPB_VALUE; testl %edi, %edi; js 5f; \
	wrmsr; jmp 7f; 5: wrmsr
#include "ibpb.h"
