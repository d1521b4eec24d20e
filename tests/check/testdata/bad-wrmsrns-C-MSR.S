/* SPDX-License-Identifier: GPL-2.0-only */
/* WRMSRNS, in C. */
#define MORE_TEXT FUNC some_driver; movl $0x48, %ecx; LOAD_KERNEL; \
	.byte 0x0f, 0x01, 0xc6; ret; END some_driver
#include "entry.h"
