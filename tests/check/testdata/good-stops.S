/* SPDX-License-Identifier: GPL-2.0-only */
/* What is behind a call of what does not return is not reached. */
#define EXIT_BEFORE_CLEAR jnc 76f; call stops; .byte 6; 76: \
	jnz 77f; call bugs; .byte 6; 77: jna 78f; call at_last; .byte 6; 78:
#define MORE_TEXT FUNC stops; 1: cli; hlt; jmp 1b; END stops; \
	FUNC bugs; call c_function; TRAP ud2 0; END bugs; \
	FUNC at_last; jz 1f; call stops; 1: call bugs; END at_last
#include "entry.h"
