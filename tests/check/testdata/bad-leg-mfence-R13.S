/* SPDX-License-Identifier: GPL-2.0-only */
/* No fence of instructions, and one that orders memory only. */
#define ERROR_KERNEL_FENCE mfence
#include "entry.h"
