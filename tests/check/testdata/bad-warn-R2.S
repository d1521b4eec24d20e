/* SPDX-License-Identifier: GPL-2.0-only */
/* There is no clear behind a WARN(). */
#define EXIT_CLEAR TRAP ud2 1
#include "entry.h"
