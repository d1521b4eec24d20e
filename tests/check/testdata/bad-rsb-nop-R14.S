/* SPDX-License-Identifier: GPL-2.0-only */
/* There is an alternative, and nothing in it. */
#define SWITCH_FILL ALTERNATIVE "nop; nop", "", RSB_CTXSW
#include "duties.h"
