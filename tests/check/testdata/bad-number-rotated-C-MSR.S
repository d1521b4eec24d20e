/* SPDX-License-Identifier: GPL-2.0-only */
/* The number is made by a rotation. */
#define MORE_TEXT FUNC driver; movl $0x12000000, %ecx; roll $10, %ecx; \
	wrmsr; ret; END driver
#include "entry.h"
