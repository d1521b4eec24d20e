/* SPDX-License-Identifier: GPL-2.0-only */
/* The same by a thunk. */
#define EXIT_BEFORE_CLEAR jnc 76f; jmp __x86_indirect_thunk_rbp; 76:
#define MORE_TEXT FUNC __x86_indirect_thunk_rbp; jmp *%rbp; \
	END __x86_indirect_thunk_rbp
#include "entry.h"
