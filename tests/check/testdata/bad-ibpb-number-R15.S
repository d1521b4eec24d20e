/* SPDX-License-Identifier: GPL-2.0-only */
/* Boot has found the MSR, and its number is lost on the way to another mm. */
#define IBPB_WRITE movl $0x49, %ecx; rdtscp; IBPB_VALUE; wrmsr
#include "ibpb.h"
