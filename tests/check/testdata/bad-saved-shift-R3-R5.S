/* SPDX-License-Identifier: GPL-2.0-only */
/* SHR by 2: CF is another bit. */
#define RESTORE ALTERNATIVE "jmp 79f", "", IBRS; movq %r13, %rax; \
	shrq $2, %rax; jc 79f; movl $0x48, %ecx; movl %r13d, %eax; \
	movq %r13, %rdx; shrq $32, %rdx; wrmsr; 79:
#include "kernel.h"
#include "entry.h"
