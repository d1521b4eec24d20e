/* SPDX-License-Identifier: GPL-2.0-only */
/* It is another one, and a byte is compared with 48h. */
#define MORE_TEXT FUNC some_driver; movl (%rdi), %ecx; cmpl $0x49, %ecx; \
	jne 1f; cmpb $0x48, 4(%rdi); je 1f; xorl %eax, %eax; xorl %edx, %edx; \
	wrmsr; 1: ret; END some_driver
#include "entry.h"
