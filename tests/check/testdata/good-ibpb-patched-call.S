/* SPDX-License-Identifier: GPL-2.0-only */
/* What the alternative puts in is a call of what issues it. */
#define IBPB_GATE
#define IBPB_BEFORE ALTERNATIVE "", "call __ibpb_switch_mm", USE_IBPB
#include "ibpb.h"
