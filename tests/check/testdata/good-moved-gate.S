/* SPDX-License-Identifier: GPL-2.0-only */
/* A stable kernel, to which the gate of a later one came with its number. */
#define IBRS (7 * 32 + 12)
#define RETPOLINE (11 * 32 + 12)
#include "entry.h"
