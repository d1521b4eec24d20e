/* SPDX-License-Identifier: GPL-2.0-only */
/* The count goes past its end, and never stops. */
#define OFFLINE_CLEAR GO; wbinvd; movl $7, %ecx; 91: pause; subl $2, %ecx; \
	jnz 91b
#include "duties.h"
