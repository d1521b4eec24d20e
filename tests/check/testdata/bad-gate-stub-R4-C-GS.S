/* SPDX-License-Identifier: GPL-2.0-only */
/* The last stub of many jumps to what does not set. */
#include "idt.h"
#define MORE_ENTRY STUBS spurious; FUNC spurious; addq $8, %rsp; \
	jmp as_it_came; END spurious; WRONG_GATE as_it_came
#include "entry.h"
