/* SPDX-License-Identifier: GPL-2.0-only */
/* The number is from memory, and a branch has shown that it is the one. */
#define MORE_TEXT FUNC some_driver; movl (%rdi), %ecx; cmpl $0x48, %ecx; \
	jne 1f; LOAD_KERNEL; wrmsr; 1: ret; \
	END some_driver
#include "entry.h"
