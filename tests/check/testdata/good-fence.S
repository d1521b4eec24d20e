/* SPDX-License-Identifier: GPL-2.0-only */
/* SWAPGS is fenced on both legs, as later kernels do it. */
#include "fence.h"
