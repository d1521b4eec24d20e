/* SPDX-License-Identifier: GPL-2.0-only */
/* A system call of its own leaves without a clear. */
#define MORE_ENTRY FUNC sys_leaves; call c_function; cli; popq %rax; \
	POP_FIRST; POP_LAST; popq %rdi; addq $8, %rsp; swapgs; \
	jmp native_iret; END sys_leaves
#define MORE_TEXT .pushsection .data; .globl ia32_sys_call_table; \
	ia32_sys_call_table: .quad 0, sys_leaves; .popsection
#include "entry.h"
