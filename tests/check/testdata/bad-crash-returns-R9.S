/* SPDX-License-Identifier: GPL-2.0-only */
/* Cleared for good, and then it goes back to what it interrupted. */
#define CRASH_STAY movl $1, %eax; ret
#include "duties.h"
