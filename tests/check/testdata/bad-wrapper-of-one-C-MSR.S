/* SPDX-License-Identifier: GPL-2.0-only */
/* One that calls it, with the number it was given; and one that jumps there. */
#define MORE_TEXT FUNC put_it; movl %edi, %ecx; movl %esi, %eax; wrmsr; \
	ret; END put_it; FUNC put_too; pushq %rbx; movl %esi, %ebx; \
	call c_function; movl %ebx, %edi; call put_it; popq %rbx; ret; \
	END put_too; FUNC put_last; jmp put_too; END put_last; \
	FUNC some_driver; LOAD_KERNEL; movl $0x48, %esi; call put_last; \
	ret; END some_driver
#include "entry.h"
