/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle clears, and nobody has put interrupts off. */
#define IDLE_CLI
#include "entry.h"
