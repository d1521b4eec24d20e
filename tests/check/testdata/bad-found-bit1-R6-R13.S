/* SPDX-License-Identifier: GPL-2.0-only */
/* What was found is written with another bit set as well. */
#define SAVE_BEFORE_SET btsl $1, %eax
#include "entry.h"
