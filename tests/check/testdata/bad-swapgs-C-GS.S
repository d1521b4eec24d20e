/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit keeps the kernel's GS base. */
#define EXIT_SWAPGS
#include "entry.h"
