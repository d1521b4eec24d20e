/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is written around AMD's guests, and IBRS is not refused there. */
#define OF_VENDOR
#include "refuses.h"
