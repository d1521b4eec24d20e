/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, and on one leg it has not cleared. */
#define KEXEC_CLEAR movq 8(%rdi), %r8; testl %esi, %esi; jz 3f; GO; \
	3: jmp *%r8
#include "duties.h"
