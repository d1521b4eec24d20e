/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are on when IBRS is cleared. */
#define EXIT_BEFORE_CLEAR sti
#include "entry.h"
