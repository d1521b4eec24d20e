/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSENTER on the way out, behind the clear. */
#define EXIT_AFTER_CLEAR jnc 76f; sysenter; 76:
#include "entry.h"
