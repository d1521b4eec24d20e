/* SPDX-License-Identifier: GPL-2.0-only */
/* It is not known what BTC makes of it. */
#define SAVE_BEFORE_SET btcl $0, %eax
#include "entry.h"
