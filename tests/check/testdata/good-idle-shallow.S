/* SPDX-License-Identifier: GPL-2.0-only */
/* C1, and no break hint, with IBRS set. */
#define IDLE_FIRST xorl %eax, %eax; xorl %ecx, %ecx; mwait
#include "entry.h"
