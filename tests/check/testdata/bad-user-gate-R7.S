/* SPDX-License-Identifier: GPL-2.0-only */
/* The frame pointer is the user's at the entry of an interrupt as well. */
#define IRQ_BEFORE_RET movq (%rbp), %rcx; SET
#include "entry.h"
