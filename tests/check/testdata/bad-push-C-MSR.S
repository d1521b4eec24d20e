/* SPDX-License-Identifier: GPL-2.0-only */
/* The number comes off the stack. */
#define MORE_TEXT FUNC some_driver; pushq $0x48; popq %rcx; LOAD_KERNEL; \
	wrmsr; ret; END some_driver
#include "entry.h"
