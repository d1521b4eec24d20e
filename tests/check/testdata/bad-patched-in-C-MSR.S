/* SPDX-License-Identifier: GPL-2.0-only */
/* What writes is in the alternative only. */
#define MORE_TEXT FUNC some_driver; movl $0x48, %ecx; LOAD_KERNEL; \
	ALTERNATIVE "", "wrmsr", IBRS; ret; END some_driver
#include "entry.h"
