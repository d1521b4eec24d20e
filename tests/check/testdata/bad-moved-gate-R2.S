/* SPDX-License-Identifier: GPL-2.0-only */
/* The gate has the number that retpolines had: no exit clears. */
#define IBRS (7 * 32 + 12)
#define RETPOLINE (11 * 32 + 12)
#define EXIT_CLEAR
#include "entry.h"
