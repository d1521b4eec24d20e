/* SPDX-License-Identifier: GPL-2.0-only */
/* The same by a thunk. */
#define ERROR_FIRST NEVER call __x86_indirect_thunk_rdx
#define MORE_TEXT FUNC __x86_indirect_thunk_rdx; jmp *%rdx; END __x86_indirect_thunk_rdx
#include "leg.h"
#include "entry.h"
