/* SPDX-License-Identifier: GPL-2.0-only */
/* TPAUSE is no MWAIT. */
#define IDLE_WAIT tpause %ecx
#include "entry.h"
