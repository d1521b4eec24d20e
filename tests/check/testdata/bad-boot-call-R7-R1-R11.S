/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, and C is called behind it with interrupts on. */
#define MORE_TEXT FUNC x86_spec_ctrl_init; movl $0x48, %ecx; LOAD_BASE; \
	wrmsr; sti; call c_function; ret; END x86_spec_ctrl_init
#include "entry.h"
