/* SPDX-License-Identifier: GPL-2.0-only */
/* The fence stands ahead of the branch, which is predicted behind it. */
#define IRQ_FIRST lfence
#define IRQ_KERNEL_FENCE
#include "entry.h"
