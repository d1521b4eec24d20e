/* SPDX-License-Identifier: GPL-2.0-only */
/* On the leg for a CPU with PCID it is not filled. */
#define SWITCH_FILL ALTERNATIVE "", "jmp 9f", PCID; FILL_RSB RSB_CTXSW; 9:
#include "duties.h"
