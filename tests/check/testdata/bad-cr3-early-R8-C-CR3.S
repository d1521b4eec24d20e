/* SPDX-License-Identifier: GPL-2.0-only */
/* The user CR3 is loaded whatever it was that was interrupted. */
#define ERROR_FIRST ALTERNATIVE "jmp 78f", "", PTI; pushq %rax; \
	movq %cr3, %rax; orq $0x1000, %rax; movq %rax, %cr3; popq %rax; 78:
#include "entry.h"
