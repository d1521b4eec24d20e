/* SPDX-License-Identifier: GPL-2.0-only */
/* The WRMSR is what the alternative puts in; its registers are loaded anyway. */
#define IBPB_GATE
#define IBPB_CALLED
#define IBPB_BEFORE movl $0x49, %ecx; IBPB_VALUE; ALTERNATIVE "", "wrmsr", USE_IBPB
#include "ibpb.h"
