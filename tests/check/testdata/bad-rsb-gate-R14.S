/* SPDX-License-Identifier: GPL-2.0-only */
/* By the gate of IBRS, which is off with IBRS_ALL. */
#define SWITCH_FILL FILL_RSB IBRS
#include "duties.h"
