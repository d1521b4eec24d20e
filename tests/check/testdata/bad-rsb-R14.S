/* SPDX-License-Identifier: GPL-2.0-only */
/* The return stack is not filled on context switch. */
#define SWITCH_FILL
#include "duties.h"
