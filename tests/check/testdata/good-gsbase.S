/* SPDX-License-Identifier: GPL-2.0-only */
/* The GS base is this processor's, out of the table; the variable has IBRS. */
#define PARANOID_AFTER_C movq __per_cpu_offset(, %rax, 8), %rax; wrgsbase %rax
#define IDLE_FIRST movq $5, x86_spec_ctrl_kernel; \
	movq x86_spec_ctrl_kernel, %rax; movq %rax, x86_spec_ctrl_kernel
#define MORE_TEXT .pushsection .data; .globl __per_cpu_offset; \
	__per_cpu_offset: .quad 0, 0; .popsection
#include "entry.h"
