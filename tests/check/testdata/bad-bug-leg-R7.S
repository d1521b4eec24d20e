/* SPDX-License-Identifier: GPL-2.0-only */
/* What is patched in for a bug of some CPUs enables interrupts. */
#define EXIT_AFTER_CLEAR ALTERNATIVE "", "sti", SWAPGS_FENCE
#include "entry.h"
