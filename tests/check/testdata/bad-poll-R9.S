/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle polls with IBRS clear. */
#define IDLE_WAIT 3: pause; testl $8, use_ibrs; jz 3b
#include "entry.h"
