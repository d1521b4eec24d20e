/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle clears, then waits with interrupts on. */
#define IDLE_WAIT sti; mwait
#include "entry.h"
