/* SPDX-License-Identifier: GPL-2.0-only */
/* BUG() behind the clear. */
#define EXIT_AFTER_CLEAR jnc 76f; TRAP ud2 0; 76:
#include "entry.h"
