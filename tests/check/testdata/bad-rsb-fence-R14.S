/* SPDX-License-Identifier: GPL-2.0-only */
/* The loop that fills the return stack can be predicted to end at once. */
#define FILL_FENCE
#include "duties.h"
