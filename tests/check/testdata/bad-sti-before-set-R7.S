/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are enabled, then IBRS is set. */
#define SYSCALL_BEFORE_SET sti
#include "entry.h"
