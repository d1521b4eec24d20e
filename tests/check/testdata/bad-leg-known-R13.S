/* SPDX-License-Identifier: GPL-2.0-only */
/* What is never taken can be predicted. */
#define ERROR_FIRST NEVER ret
#include "leg.h"
#include "entry.h"
