/* SPDX-License-Identifier: GPL-2.0-only */
/* CALL and JMP that are adjusted, and what moves with the replacement. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop", "call c_function", PTI; \
	ALTERNATIVE "nop", "jz 76f; nopl 8(%rip); 76: leaq 76b(%rip), %rdi", PTI
#define SYSCALL_EXIT ALTERNATIVE "jmp to_user", ".byte 0xe9; .long to_user - 77f; 77:", PTI
#include "entry.h"
