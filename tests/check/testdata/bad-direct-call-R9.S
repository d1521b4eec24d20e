/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind such a call interrupts come on, and idle clears. */
#include "direct.h"
#define IDLE_FIRST DIRECT_CALL pv_op; sti
#include "entry.h"
