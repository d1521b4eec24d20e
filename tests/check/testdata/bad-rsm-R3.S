/* SPDX-License-Identifier: GPL-2.0-only */
/* RSM behind the clear: there is no SMM to leave, and it is #UD. */
#define EXIT_AFTER_CLEAR jnc 76f; rsm; 76:
#include "entry.h"
