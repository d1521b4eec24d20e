/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind the clear, on the way out. */
#define EXIT_AFTER_CLEAR NEVER ret
#include "leg.h"
#include "entry.h"
