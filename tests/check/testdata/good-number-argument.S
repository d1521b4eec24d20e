/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * 48h is what is written, or a size: the number is another constant, or what
 * the function was given. And where nobody knows it that is said.
 */
#define MORE_TEXT FUNC put_it; movl %edi, %ecx; movl %esi, %eax; wrmsr; \
	ret; END put_it; FUNC value; movl $0x4a, %edi; movl $0x48, %esi; \
	xorl %edx, %edx; call put_it; ret; END value; \
	FUNC size; pushq %rbx; movl %edi, %ebx; movl $0x48, %edx; \
	call c_function; movl %ebx, %ecx; xorl %eax, %eax; xorl %edx, %edx; \
	wrmsr; popq %rbx; ret; END size; \
	FUNC counts; movl $0x40, %ecx; 71: rdmsr; incl %ecx; cmpl $0x50, %ecx; \
	jb 71b; ret; END counts
#include "entry.h"
