/* SPDX-License-Identifier: GPL-2.0-only */
/* A function nobody knows writes the MSR. */
#define MORE_TEXT FUNC some_driver; movl $0x48, %ecx; LOAD_KERNEL; wrmsr; \
	ret; END some_driver
#include "entry.h"
