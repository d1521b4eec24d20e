/* SPDX-License-Identifier: GPL-2.0-only */
/* MWAIT in the first window, none in the second. */
#define IDLE_WAIT mwait; movl $0x48, %ecx; LOAD_KERNEL; wrmsr; LOAD_BASE; wrmsr
#include "entry.h"
