/* SPDX-License-Identifier: GPL-2.0-only */
/* What may fault stands where IBRS is set, and so does its fix-up. */
#define SYSCALL_AFTER_SET FIXUP 75f 76f; 75: movq (%rdi), %rdi; jmp 77f; \
	76: movl $-14, %eax; 77:
#include "entry.h"
