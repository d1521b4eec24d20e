/* SPDX-License-Identifier: GPL-2.0-only */
/* Two features by one OR, and both are right. */
#define CHOICE_CTXSW lock; orl $(1 << 19 | 1 << 20), cpu_caps_set + 7 * 4
#include "choose.h"
