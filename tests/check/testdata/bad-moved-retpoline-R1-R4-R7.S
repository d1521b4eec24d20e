/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, and the trampoline does not set. */
#define IBRS (7 * 32 + 12)
#define RETPOLINE (11 * 32 + 12)
#define TRAMP_SET
#include "entry.h"
