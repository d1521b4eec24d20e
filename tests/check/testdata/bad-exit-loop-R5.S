/* SPDX-License-Identifier: GPL-2.0-only */
/* A loop clears twice. */
#define EXIT_CLEAR ALTERNATIVE "jmp 91f", "movl $0x48, %ecx", IBRS; LOAD_BASE; movl $2, %esi; 92: wrmsr; decl %esi; jnz 92b; 91:
#include "entry.h"
