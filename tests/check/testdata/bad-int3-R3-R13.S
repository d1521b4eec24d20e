/* SPDX-License-Identifier: GPL-2.0-only */
/* INT3 before it is known where the fault came from. */
#define ERROR_FIRST jnc 76f; int3; 76:
#include "entry.h"
