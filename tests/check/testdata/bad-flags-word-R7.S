/* SPDX-License-Identifier: GPL-2.0-only */
/* Flags of 16 bits have the interrupt flag, too. */
#define SYSCALL_BEFORE_SET pushw %ax; popfw
#include "entry.h"
