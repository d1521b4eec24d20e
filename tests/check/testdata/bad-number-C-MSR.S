/* SPDX-License-Identifier: GPL-2.0-only */
/* It is loaded where the text is not gone through in order. */
#define MORE_TEXT FUNC some_driver; jmp 2f; 1: wrmsr; ret; 2: LOAD_KERNEL; \
	movl $0x48, %ecx; jmp 1b; END some_driver
#include "entry.h"
