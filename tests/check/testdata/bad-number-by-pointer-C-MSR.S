/* SPDX-License-Identifier: GPL-2.0-only */
/* Called by a register that holds its address. */
#define MORE_TEXT FUNC put_it; movl %edi, %ecx; movl %esi, %eax; wrmsr; \
	ret; END put_it; FUNC some_driver; LOAD_KERNEL; movl %eax, %esi; \
	movl $0x48, %edi; movq $put_it, %rax; call *%rax; ret; END some_driver
#include "entry.h"
