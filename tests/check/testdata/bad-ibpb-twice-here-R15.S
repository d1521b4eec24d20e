/* SPDX-License-Identifier: GPL-2.0-only */
/* Two of them in what issues it. */
#define IBPB_WRITE movl $0x49, %ecx; IBPB_VALUE; wrmsr; wrmsr
#include "ibpb.h"
