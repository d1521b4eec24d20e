/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, in what is called. */
#define IBPB_GATE
#define IBPB_CALLED movl $0x49, %ecx; IBPB_VALUE; ALTERNATIVE "", "wrmsr", IBRS
#include "ibpb.h"
