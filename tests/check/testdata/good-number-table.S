/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables have other numbers, and 48h among what else is in them. */
#define MORE_TEXT \
	.pushsection .rodata, "a"; .balign 64; \
	numbers: .long 0x10, 0x1b, 0x4a, 0x8b; .size numbers, . - numbers; \
	pairs: .long 0x10, 0x48, 0x4a, 0x48; .size pairs, . - pairs; \
	rest: .long 0x10, 0x4a; .size rest, . - rest; \
	one: .long 0x4a; .size one, . - one; .popsection; \
	FUNC some_driver; movl numbers(, %rdi, 4), %ecx; LOAD_KERNEL; wrmsr; \
	movl pairs(, %rdi, 8), %ecx; LOAD_KERNEL; wrmsr; \
	movl one, %ecx; LOAD_KERNEL; wrmsr; ret; END some_driver; \
	FUNC another; pushq %rbx; movq $rest, %rbx; 1: call c_function; \
	movl (%rbx), %ecx; LOAD_KERNEL; wrmsr; addq $4, %rbx; \
	cmpq $rest + 8, %rbx; jne 1b; popq %rbx; ret; END another
#include "entry.h"
