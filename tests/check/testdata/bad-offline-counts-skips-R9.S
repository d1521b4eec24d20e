/* SPDX-License-Identifier: GPL-2.0-only */
/* The count goes past its end, and never stops. */
#define OFFLINE_CLEAR GO; wbinvd; movl $7, %ecx; 91: pause; subl $2, %ecx; \
	jnz 91b
#define CRASH_CLEAR GO; movl $5000, %ecx; 2: incl %ecx; decl %ecx; jnz 2b
#include "duties.h"
