/* SPDX-License-Identifier: GPL-2.0-only */
/* With the user CR3 only entry text can be fetched. Without PTI: a fence. */
#define KERNEL_LEG ALTERNATIVE "", "lfence", IBRS_FENCE; NEVER jmp *%rdx
#include "leg.h"
#include "entry.h"
