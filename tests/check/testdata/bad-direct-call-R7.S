/* SPDX-License-Identifier: GPL-2.0-only */
/* Such a call stands behind the clear. */
#include "direct.h"
#define IDLE_WAIT mwait; DIRECT_CALL pv_op
#include "entry.h"
