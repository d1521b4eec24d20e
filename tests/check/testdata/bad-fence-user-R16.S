/* SPDX-License-Identifier: GPL-2.0-only */
/* No fence behind SWAPGS, and without PTI no load of CR3. */
#define IRQ_SWAPGS swapgs
#include "fence.h"
