/* SPDX-License-Identifier: GPL-2.0-only */
/* The fence stands behind the call. */
#define ERROR_KERNEL_FENCE call c_function; lfence
#include "entry.h"
