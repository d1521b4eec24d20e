/* SPDX-License-Identifier: GPL-2.0-only */
/* Something in the entry text, and nobody knows who enters it. */
#include "idt.h"
#define MORE_ENTRY RIGHT_GATE asm_something
#include "entry.h"
