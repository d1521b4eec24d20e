/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, in a function that is called for it, and asks for nothing else. */
#define IBPB_GATE
#define IBPB_CALLED movl $0x49, %ecx; IBPB_VALUE; ALTERNATIVE "", "wrmsr", USE_IBPB
#include "ibpb.h"
