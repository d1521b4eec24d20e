/* SPDX-License-Identifier: GPL-2.0-only */
/* It has halted; should an NMI end that, nothing is left to do. */
#define CRASH_STAY hlt; STAY pause
#include "duties.h"
