/* SPDX-License-Identifier: GPL-2.0-only */
/* v4.15 itself: CR3 is not put back on the leg without SWAPGS. */
#define PARANOID_OTHER_LEG RESTORE; jc to_kernel
#include "entry.h"
