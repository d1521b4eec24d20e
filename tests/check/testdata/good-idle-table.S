/* SPDX-License-Identifier: GPL-2.0-only */
/* A switch by a table of addresses, in C. */
#define IDLE_FIRST jmp *table(, %rax, 8); 75: nop; 76: nop
#define MORE_TEXT .pushsection .data; table: .quad 75b, 76b, 0; .popsection
#include "entry.h"
