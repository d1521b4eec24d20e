/* SPDX-License-Identifier: GPL-2.0-only */
/* MFENCE lets what follows begin. */
#define NMI_SWAPGS swapgs; ALTERNATIVE "", "mfence", FENCE_USER
#include "fence.h"
