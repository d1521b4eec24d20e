/* SPDX-License-Identifier: GPL-2.0-only */
/* There is nothing behind UD2. */
#define ERROR_FIRST NEVER ud2
#include "leg.h"
#include "entry.h"
