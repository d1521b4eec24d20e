/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle sets STIBP by itself: only boot may, in the base. */
#define IDLE_LOAD LOAD_BASE; orl $2, %eax
#include "entry.h"
