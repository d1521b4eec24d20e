/* SPDX-License-Identifier: GPL-2.0-only */
/* It returns, and there is no clear behind it. */
#include "direct.h"
#define EXIT_CLEAR DIRECT_CALL pv_op
#include "entry.h"
