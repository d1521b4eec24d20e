/* SPDX-License-Identifier: GPL-2.0-only */
/* The same of an address that is jumped to. */
#define EXIT_BEFORE_CLEAR ALTERNATIVE "leaq 76f(%rip), %rdi", \
	"leaq 76f(%rip), %rdi; nop", PCID; jmp *%rdi; 76:
#include "entry.h"
