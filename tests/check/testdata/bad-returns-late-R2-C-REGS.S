/* SPDX-License-Identifier: GPL-2.0-only */
/* Something called panic jumps to what returns. */
#define EXIT_CLEAR jnc 76f; call panic; jmp 77f; 76: CLEAR; 77:
#define MORE_TEXT FUNC panic; call c_function; 1: hlt; jnc c_function; jmp 1b; \
	END panic
#include "entry.h"
