/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind the clear is what only RETPOLINE brings. */
#include "told.h"
#define EXIT_AFTER_CLEAR ALTERNATIVE "", "sti", RETPOLINE
#include "entry.h"
