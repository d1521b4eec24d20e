/* SPDX-License-Identifier: GPL-2.0-only */
/* Something called do_exit returns. */
#define EXIT_CLEAR jnc 76f; call do_exit; jmp 77f; 76: CLEAR; 77:
#define MORE_TEXT FUNC do_exit; jnc 1f; ud2; 1: ret; END do_exit
#include "entry.h"
