/* SPDX-License-Identifier: GPL-2.0-only */
/* With a register it does nothing but its old work. */
#define INT80_SWAPGS swapgs; ALTERNATIVE "", "verw %ax", CLEAR_CPU_BUF
#include "cleared.h"
