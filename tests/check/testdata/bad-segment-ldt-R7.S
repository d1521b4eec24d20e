/* SPDX-License-Identifier: GPL-2.0-only */
/* The LDT is loaded in the window. */
#define EXIT_AFTER_CLEAR lldt %ax
#include "entry.h"
