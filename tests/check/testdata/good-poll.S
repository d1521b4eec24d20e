/* SPDX-License-Identifier: GPL-2.0-only */
/* MWAIT is gone through again while there is nothing to do. */
#define IDLE_WAIT 3: movl $1, %ecx; mwait; testl $8, use_ibrs; jz 3b
#include "entry.h"
