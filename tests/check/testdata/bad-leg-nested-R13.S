/* SPDX-License-Identifier: GPL-2.0-only */
/* Predicted user, then kernel: with the kernel CR3 the RET is no argued one. */
#define DEBUG_USER_FENCE
#include "entry.h"
