/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle clears with interrupts on. */
#define IDLE_FIRST sti
#include "entry.h"
