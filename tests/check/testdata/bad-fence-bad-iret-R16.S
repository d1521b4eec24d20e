/* SPDX-License-Identifier: GPL-2.0-only */
/* The same of an IRET that faulted. */
#define BAD_IRET_SWAPGS swapgs
#include "fence.h"
