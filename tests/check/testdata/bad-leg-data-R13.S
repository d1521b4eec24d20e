/* SPDX-License-Identifier: GPL-2.0-only */
/* What is no instruction cannot be followed. */
#define ERROR_FIRST NEVER .byte 6
#include "leg.h"
#include "entry.h"
