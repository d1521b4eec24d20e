/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ECX is what the branch has shown to be 1; of a register that was written
 * since, and of one that is not equal, it shows nothing.
 */
#define IDLE_WAIT movl use_ibrs, %ebx; cmpl $1, %ebx; movl $1, %ecx; \
	jne 3f; movl %ebx, %ecx; jmp 4f; \
	3: testl %ebx, %ebx; movl $1, %ebx; jnz 4f; movl %ebx, %ecx; 4: mwait
#include "entry.h"
