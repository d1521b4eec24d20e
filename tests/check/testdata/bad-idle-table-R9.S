/* SPDX-License-Identifier: GPL-2.0-only */
/* One of its cases enables interrupts ahead of the clear. */
#define IDLE_FIRST jmp *table(, %rax, 8); 75: nop; jmp 77f; 76: sti; 77:
#define MORE_TEXT .pushsection .data; table: .quad 75b, 76b, 0; .popsection
#include "entry.h"
