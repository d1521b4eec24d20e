/* SPDX-License-Identifier: GPL-2.0-only */
/* Never with IBRS 0, but predicted so. */
#include "trace.h"
#define PARANOID_OTHER_LEG OTHER_LEG(9, )
#include "entry.h"
