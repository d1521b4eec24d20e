/* SPDX-License-Identifier: GPL-2.0-only */
/* It hangs on another feature. */
#define INT80_SWAPGS swapgs; ALTERNATIVE "", "verw verw_sel", PCID
#include "cleared.h"
