/* SPDX-License-Identifier: GPL-2.0-only */
/* It is put in by a feature of something else. */
#define IBPB_GATE
#define IBPB_CALLED
#define IBPB_BEFORE movl $0x49, %ecx; IBPB_VALUE; ALTERNATIVE "", "wrmsr", PCID
#include "ibpb.h"
