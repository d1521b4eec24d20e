/* SPDX-License-Identifier: GPL-2.0-only */
/* It is brought by the number that RETPOLINE has in other kernels. */
#include "told.h"
#define EXIT_AFTER_CLEAR ALTERNATIVE "", "sti", (7 * 32 + 12)
#include "entry.h"
