/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit to kernel mode clears, once CR3 is back as well. */
#define TO_KERNEL CLEAR
#include "entry.h"
