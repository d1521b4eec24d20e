/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether it is another mm, and needs one, is asked in the function itself. */
#define IBPB_CALLED
#define IBPB_BEFORE movq %rsi, %rbx; movq %gs:ibpb_last, %rax; \
	cmpq $init_mm, %rbx; je .Libpb_no; movq 0x2e8(%rbx), %r8; \
	cmpq %rax, %r8; je .Libpb_no; testq %rax, %rax; je 1f; \
	movq 0x368(%rbx), %rax; andl $3, %eax; decl %eax; je 2f; \
	1: IBPB_WRITE; jmp 3f; 2: btsq $63, %r8; 3: movq %r8, %gs:ibpb_last
#define IBPB_MORE .pushsection .data; .globl init_mm; init_mm: .quad 0; \
	.popsection; .globl ibpb_last; .set ibpb_last, 0x140
#include "ibpb.h"
