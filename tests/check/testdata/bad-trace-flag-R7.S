/* SPDX-License-Identifier: GPL-2.0-only */
/* Another flag than IF decides. */
#include "trace.h"
#define PARANOID_OTHER_LEG OTHER_LEG(8, lfence)
#include "entry.h"
