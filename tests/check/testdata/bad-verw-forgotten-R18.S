/* SPDX-License-Identifier: GPL-2.0-only */
/* One way out has none. */
#define INT80_SWAPGS swapgs
#include "cleared.h"
