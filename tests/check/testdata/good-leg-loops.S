/* SPDX-License-Identifier: GPL-2.0-only */
/* A loop in a loop, in the window: the legs of both come round to both. */
#define SYSCALL_BEFORE_SET movl $9, %ebx; 91: movl $9, %ebp; 92: decl %ebp; \
	jnz 92b; decl %ebx; jnz 91b
#include "entry.h"
