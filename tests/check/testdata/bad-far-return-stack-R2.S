/* SPDX-License-Identifier: GPL-2.0-only */
/* The same by another selector, and with the stack cut on the way. */
#define EXIT_CLEAR movl %cs, %eax; pushq $0; pushq %rax; \
	leaq 78f(%rip), %rax; pushq %rax; rex.w lret $8; 78:
#include "entry.h"
