/* SPDX-License-Identifier: GPL-2.0-only */
/* A pointer's call made direct, and one of what does nothing. */
#include "direct.h"
#define IDLE_FIRST DIRECT_CALL pv_op
#define IDLE_WAIT DIRECT_CALL pv_nothing; mwait
#include "entry.h"
