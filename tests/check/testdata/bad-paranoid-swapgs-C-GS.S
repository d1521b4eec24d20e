/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's GS base stays where the user's was. */
#define PARANOID_SWAPGS_LEG RESTORE; RESTORE_CR3; jc to_kernel
#include "entry.h"
