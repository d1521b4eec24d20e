/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are as the caller had them. */
#define IDLE_FIRST pushq %rsi; popfq
#include "entry.h"
