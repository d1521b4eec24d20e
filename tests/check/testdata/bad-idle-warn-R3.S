/* SPDX-License-Identifier: GPL-2.0-only */
/* WARN() in idle while it is clear. */
#define IDLE_WAIT mwait; jnc 76f; TRAP ud2 1; 76:
#include "entry.h"
