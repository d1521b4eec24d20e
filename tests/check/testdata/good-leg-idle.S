/* SPDX-License-Identifier: GPL-2.0-only */
/* There, with a fence. */
#define IDLE_WAIT mwait; NEVER lfence; NEVER nop
#include "leg.h"
#include "entry.h"
