/* SPDX-License-Identifier: GPL-2.0-only */
/* What issues it does so by a feature of something else. */
#define IBPB_WRITE movl $0x49, %ecx; IBPB_VALUE; ALTERNATIVE "", "wrmsr", PCID
#include "ibpb.h"
