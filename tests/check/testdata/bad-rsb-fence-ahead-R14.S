/* SPDX-License-Identifier: GPL-2.0-only */
/* LFENCE in the loop, ahead of the branch that ends it. */
#define FILL_IN_LOOP lfence
#define FILL_FENCE
#include "duties.h"
