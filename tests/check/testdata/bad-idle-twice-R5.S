/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle clears what is clear: a write that does nothing. */
#define IDLE_CLEAR wrmsr; wrmsr
#include "entry.h"
