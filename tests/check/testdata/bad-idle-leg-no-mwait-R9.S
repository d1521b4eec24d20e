/* SPDX-License-Identifier: GPL-2.0-only */
/* A flag leads round MWAIT, between clear and set. */
#define IDLE_WAIT testl $1, use_ibrs; jnz 71f; mwait; 71:
#include "entry.h"
