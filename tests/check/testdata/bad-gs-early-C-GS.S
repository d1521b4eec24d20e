/* SPDX-License-Identifier: GPL-2.0-only */
/* SWAPGS stands ahead of the test as well as behind it. */
#define IRQ_FIRST swapgs
#include "entry.h"
