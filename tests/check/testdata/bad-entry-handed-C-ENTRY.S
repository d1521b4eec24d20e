/* SPDX-License-Identifier: GPL-2.0-only */
/* A pointer in data leads there: to what end, nobody knows. */
#include "idt.h"
#define MORE_ENTRY WRONG_GATE handler
#define MORE_TEXT .pushsection .data; .quad handler; .popsection
#include "entry.h"
