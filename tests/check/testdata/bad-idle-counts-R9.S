/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind a loop that counts to a number that nobody waits for. */
#define IDLE_WAIT movl $0, %eax; 71: addl $1, %eax; mwait; \
	cmpl $0x10000000, %eax; jne 71b; sti
#include "entry.h"
