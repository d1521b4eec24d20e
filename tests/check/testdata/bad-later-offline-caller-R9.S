/* SPDX-License-Identifier: GPL-2.0-only */
/* It is cleared by who calls what halts, which is C behind the clear. */
#define OFFLINE_CLEAR
#define PV_MORE FUNC native_play_dead; DEAD_FIRST; NOW; call hlt_play_dead; \
	END native_play_dead
#ifndef DEAD_FIRST
#define DEAD_FIRST cli
#endif
#include "later.h"
