/* SPDX-License-Identifier: GPL-2.0-only */
/* CPL is 0 or 3, so one bit of it tells which. */
#define MORE_ENTRY FUNC divide_error; pushq $-1; addq $-15 * 8, %rsp; \
	testb $1, 17 * 8(%rsp); jz 91f; DEBUG_USER_FENCE; call error_entry; \
	movq %rsp, %rdi; call c_function; cli; jmp to_user; \
91:	SAVE_REGS; IRQ_KERNEL_FENCE; movq %rsp, %rdi; testb $2, 17 * 8(%rsp); \
	jnz 92f; call c_function; cli; jmp to_kernel; \
92:	int3; END divide_error
#include "entry.h"
