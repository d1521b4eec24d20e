/* SPDX-License-Identifier: GPL-2.0-only */
/* ECX is a register that the branch has shown to be 0. */
#define IDLE_WAIT movl use_ibrs, %ebx; testl %ebx, %ebx; movl $1, %ecx; \
	jnz 3f; movl %ebx, %ecx; 3: mwait
#include "entry.h"
