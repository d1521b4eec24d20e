/* SPDX-License-Identifier: GPL-2.0-only */
/* AND of a copy tests what was saved. */
#define RESTORE ALTERNATIVE "jmp 79f", "", IBRS; movl %r13d, %eax; \
	andl $1, %eax; jnz 79f; movl $0x48, %ecx; movl %r13d, %eax; \
	movq %r13, %rdx; shrq $32, %rdx; wrmsr; 79:
#include "kernel.h"
#include "entry.h"
