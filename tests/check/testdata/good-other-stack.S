/* SPDX-License-Identifier: GPL-2.0-only */
/* C moves pt_regs to another stack, with what the CPU pushed in it. */
#include "stack.h"
#define PARANOID_BEFORE_C OTHER_STACK(vc_switch_off_ist)
#include "entry.h"
