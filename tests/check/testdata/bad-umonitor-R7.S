/* SPDX-License-Identifier: GPL-2.0-only */
/* The same of UMONITOR and its operand. */
#define EXIT_AFTER_CLEAR umonitor %r8
#include "entry.h"
