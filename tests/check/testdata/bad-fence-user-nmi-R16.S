/* SPDX-License-Identifier: GPL-2.0-only */
/* The same of an NMI. */
#define NMI_SWAPGS swapgs
#include "fence.h"
