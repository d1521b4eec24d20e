/* SPDX-License-Identifier: GPL-2.0-only */
/* The filling stands there, and is jumped over. */
#define SWITCH_FILL jmp 9f; FILL_RSB RSB_CTXSW; 9:
#include "duties.h"
