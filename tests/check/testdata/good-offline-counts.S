/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind the clear loops count, and end whatever memory holds. */
#define OFFLINE_CLEAR GO; wbinvd; movl $700, %ecx; 91: pause; decl %ecx; \
	jnz 91b; movl $9, %ecx; 92: pause; loop 92b; \
	movl $1000000, %ecx; 93: pause; nop; movl %ecx, %eax; decl %ecx; \
	jnz 93b; movl $70000, %ecx; 94: xorl %eax, %eax; loop 94b
#define CRASH_CLEAR testl %edi, %edi; jz 1f; incl %eax; 1: GO; xorl %ecx, %ecx; \
	2: movl $1, %eax; addq $8, %rcx; cmpq $64, %rcx; jb 2b
#include "duties.h"
