/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind the restore, and only where the frame has IF=1: never with IBRS 0. */
#include "trace.h"
#define PARANOID_OTHER_LEG OTHER_LEG(9, lfence)
#include "entry.h"
