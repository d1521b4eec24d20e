/* SPDX-License-Identifier: GPL-2.0-only */
/* The same by a register, in an interrupt's way in. */
#define IRQ_BEFORE_RET SET; jnc 76f; jmp *%r11; 76:
#include "entry.h"
