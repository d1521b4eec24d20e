/* SPDX-License-Identifier: GPL-2.0-only */
/* CR3 is loaded first. */
#define IBPB_GATE
#define IBPB_BEFORE
#define IBPB_BEHIND ALTERNATIVE "jmp 9f", "", USE_IBPB; call __ibpb_switch_mm
#include "ibpb.h"
