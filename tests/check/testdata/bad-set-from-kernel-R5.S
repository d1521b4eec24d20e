/* SPDX-License-Identifier: GPL-2.0-only */
/* A fault of the kernel sets again. */
#define KERNEL_LEG SET
#include "entry.h"
