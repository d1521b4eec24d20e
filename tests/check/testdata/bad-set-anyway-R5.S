/* SPDX-License-Identifier: GPL-2.0-only */
/* Set where it was found set. */
#define FENCE LOAD_KERNEL; WRMSR
#include "entry.h"
