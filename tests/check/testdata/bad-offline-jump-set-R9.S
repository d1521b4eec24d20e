/* SPDX-License-Identifier: GPL-2.0-only */
/* The same as is right, and on one leg it has not cleared. */
#define OFFLINE_CLEAR movl $0x9d000, %r8d; testl %edi, %edi; jz 3f; GO; wbinvd; \
	3: jmp *%r8
#include "duties.h"
