/* SPDX-License-Identifier: GPL-2.0-only */
/* No fence on the kernel leg of interrupts: C is called. */
#define IRQ_KERNEL_FENCE
#include "entry.h"
