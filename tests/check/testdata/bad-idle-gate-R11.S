/* SPDX-License-Identifier: GPL-2.0-only */
/* Idle asks whether there is such an MSR, not whether IBRS is in use. */
#define IDLE_GATE IBRS_CPUID
#define IBRS_CPUID (7 * 32 + 25)
#include "entry.h"
