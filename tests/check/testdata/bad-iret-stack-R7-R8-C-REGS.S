/* SPDX-License-Identifier: GPL-2.0-only */
/* IRET takes its frame from where a register of the user's points to. */
#define EXIT_SWAPGS swapgs; movq %r8, %rsp
#include "entry.h"
