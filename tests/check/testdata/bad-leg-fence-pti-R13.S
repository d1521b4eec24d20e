/* SPDX-License-Identifier: GPL-2.0-only */
/* The fence is there with PTI, where it is not needed. */
#define ERROR_KERNEL_FENCE ALTERNATIVE "", "lfence", PTI
#include "entry.h"
