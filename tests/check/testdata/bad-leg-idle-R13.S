/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the clear and the set of an idle state. */
#define IDLE_WAIT mwait; NEVER call c_function
#include "leg.h"
#include "entry.h"
