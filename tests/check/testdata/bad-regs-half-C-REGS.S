/* SPDX-License-Identifier: GPL-2.0-only */
/* A register keeps its lower half only. */
#define IRQ_FIRST movl %r9d, %r9d
#include "entry.h"
