/* SPDX-License-Identifier: GPL-2.0-only */
/* C1E: bits 4 to 7 of EAX are 0. */
#define IDLE_WAIT movl $1, %eax; mwait
#include "entry.h"
