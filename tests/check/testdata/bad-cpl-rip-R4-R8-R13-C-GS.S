/* SPDX-License-Identifier: GPL-2.0-only */
/* The slot of the frame is one too low: RIP's, in place of CS's. */
#define IRQ_FIRST testb $3, 8(%rsp); jz 1f
#include "entry.h"
