/* SPDX-License-Identifier: GPL-2.0-only */
/* A bit offset that is a number stays near the operand, as one cut by AND. */
#define EXIT_AFTER_CLEAR btq $3, -16(%rsp); movq %r10, -8(%rsp); \
	andq $0x7f, %r10; btsq %r10, -64(%rsp); movq -8(%rsp), %r10
#define EXIT_AFTER_CR3 btq $3, (%rsp)
/* and is counted modulo the width of it: this is bit 0 */
#define LOAD_KERNEL movl x86_spec_ctrl_base, %eax; btsl $32, %eax; \
		    movl x86_spec_ctrl_base + 4, %edx
#include "entry.h"
