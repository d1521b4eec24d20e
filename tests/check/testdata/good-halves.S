/* SPDX-License-Identifier: GPL-2.0-only */
/* The halves of a value from the stack. */
#define LOAD_KERNEL pushq x86_spec_ctrl_kernel; movl (%rsp), %eax; \
		    movl 4(%rsp), %edx; leaq 8(%rsp), %rsp
#define PARANOID_AFTER_C pushq %r13; movl 4(%rsp), %r12d; shlq $32, %r12; \
	movl (%rsp), %eax; orq %rax, %r12; movq %r12, %r13; addq $8, %rsp
#include "entry.h"
