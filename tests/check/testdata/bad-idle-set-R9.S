/* SPDX-License-Identifier: GPL-2.0-only */
/* The idle code has no clear: it waits with IBRS set, and sets it again. */
#define IDLE_CLEAR
#include "entry.h"
