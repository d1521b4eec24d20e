/* SPDX-License-Identifier: GPL-2.0-only */
/* What C calls leaves for user mode without a clear. */
#define MORE_ENTRY FUNC enter_user; cli; swapgs; jmp native_iret; END enter_user
#define MORE_TEXT FUNC runs; pushq %rbx; call enter_user; popq %rbx; ret; \
	END runs
#include "entry.h"
