/* SPDX-License-Identifier: GPL-2.0-only */
/* A call of it is put in by a feature of something else. */
#define IBPB_GATE
#define IBPB_BEFORE ALTERNATIVE "", "call __ibpb_switch_mm", PTI
#include "ibpb.h"
