/* SPDX-License-Identifier: GPL-2.0-only */
/* No PTI, and a fence of another feature after which that is still so. */
#define NO_PTI
#define ERROR_FIRST ALTERNATIVE "", "clac", (9 * 32 + 20)
#include "entry.h"
