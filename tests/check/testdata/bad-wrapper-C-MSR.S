/* SPDX-License-Identifier: GPL-2.0-only */
/* Through a function of its own, whose name says nothing. */
#define MORE_TEXT FUNC put_it; movl %edi, %ecx; movl %esi, %eax; wrmsr; \
	ret; END put_it; FUNC some_driver; LOAD_KERNEL; movl %eax, %esi; \
	movl $0x48, %edi; call put_it; \
	ret; END some_driver
#include "entry.h"
