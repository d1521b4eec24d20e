/* SPDX-License-Identifier: GPL-2.0-only */
/* No fence where error_entry returns to a handler for the kernel. */
#define ERROR_KERNEL_FENCE
#include "entry.h"
