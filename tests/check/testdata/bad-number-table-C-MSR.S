/* SPDX-License-Identifier: GPL-2.0-only */
/* It is one of a read-only table: by an index, by a pointer that goes on. */
#define MORE_TEXT \
	.pushsection .rodata, "a"; .balign 64; \
	numbers: .long 0x10, 0x1b, 0x48, 0x8b; .size numbers, . - numbers; \
	pairs: .long 0x10, 1, 0x48, 2; .size pairs, . - pairs; .popsection; \
	FUNC some_driver; movl numbers(, %rdi, 4), %ecx; LOAD_KERNEL; wrmsr; \
	ret; END some_driver; \
	FUNC another; pushq %rbx; movq $pairs, %rbx; 1: call c_function; \
	movl (%rbx), %ecx; LOAD_KERNEL; wrmsr; addq $8, %rbx; \
	cmpq $pairs + 16, %rbx; jne 1b; popq %rbx; ret; END another
#include "entry.h"
