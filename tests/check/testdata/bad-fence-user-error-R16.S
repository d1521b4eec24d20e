/* SPDX-License-Identifier: GPL-2.0-only */
/* The same in error_entry: the call of C comes first. */
#define ERROR_SWAPGS swapgs
#include "fence.h"
