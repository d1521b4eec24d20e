/* SPDX-License-Identifier: GPL-2.0-only */
/* A branch leaves the loop ahead of its end. */
#define FILL_IN_LOOP testl %eax, %eax; jz 99f
#define SWITCH_FILL FILL_RSB RSB_CTXSW; 99:
#include "duties.h"
