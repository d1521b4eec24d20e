/* SPDX-License-Identifier: GPL-2.0-only */
/* The number is made, in each way that an assembler has for it. */
#define WRITES(name, ...) FUNC name; __VA_ARGS__; LOAD_KERNEL; wrmsr; ret; END name
#define MORE_TEXT \
	WRITES(by_or, movl $0x40, %ecx; orl $8, %ecx); \
	WRITES(by_add, movl $0x40, %ecx; addl $8, %ecx); \
	WRITES(by_sub, movl $0x4c, %ecx; subl $4, %ecx); \
	WRITES(by_inc, movl $0x47, %ecx; incl %ecx); \
	WRITES(by_dec, movl $0x49, %ecx; decl %ecx); \
	WRITES(by_lea, xorl %eax, %eax; leal 0x48(%rax), %ecx); \
	WRITES(by_index, movl $8, %eax; leal 8(,%rax,8), %ecx); \
	WRITES(by_not, movl $-0x49, %ecx; notl %ecx); \
	WRITES(by_neg, movl $-0x48, %ecx; negl %ecx); \
	WRITES(by_shl, movl $9, %ecx; shll $3, %ecx); \
	WRITES(by_imul, movl $9, %ecx; imull $8, %ecx, %ecx); \
	WRITES(by_bts, movl $0x40, %ecx; btsl $3, %ecx); \
	WRITES(by_word, xorl %ecx, %ecx; movw $0x48, %cx)
#include "entry.h"
