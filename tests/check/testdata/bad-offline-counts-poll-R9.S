/* SPDX-License-Identifier: GPL-2.0-only */
/* It counts, and looks at memory each time as well. */
#define OFFLINE_CLEAR GO; wbinvd; movl $50, %ecx; 91: pause; \
	testl $8, use_ibrs; jnz 92f; decl %ecx; jnz 91b; 92:
#include "duties.h"
