/* SPDX-License-Identifier: GPL-2.0-only */
/* It is put in behind the load of CR3. */
#define IBPB_GATE
#define IBPB_BEFORE
#define IBPB_BEHIND movl $0x49, %ecx; IBPB_VALUE; ALTERNATIVE "", "wrmsr", USE_IBPB
#include "ibpb.h"
