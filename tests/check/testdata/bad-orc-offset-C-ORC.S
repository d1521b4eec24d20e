/* SPDX-License-Identifier: GPL-2.0-only */
/* The hint is 8 bytes off. */
#define WITH_ORC
#define IRQ_HINT 16
#include "entry.h"
