/* SPDX-License-Identifier: GPL-2.0-only */
/* What was found is written with IBRS cleared. */
#define SAVE_TEST btrl $0, %eax
#include "entry.h"
