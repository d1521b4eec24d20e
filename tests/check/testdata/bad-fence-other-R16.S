/* SPDX-License-Identifier: GPL-2.0-only */
/* It hangs on another feature. */
#define IRQ_SWAPGS swapgs; ALTERNATIVE "", "lfence", PCID
#include "fence.h"
