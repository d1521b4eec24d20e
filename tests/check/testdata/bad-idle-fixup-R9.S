/* SPDX-License-Identifier: GPL-2.0-only */
/* A fix-up of idle code waits with interrupts on. */
#define IDLE_FIRST FIXUP 75f 76f; 75: movq (%rdi), %rdi; jmp 77f; 76: sti; 77:
#include "entry.h"
