/* SPDX-License-Identifier: GPL-2.0-only */
/* IRET to C of the kernel. */
#define SYSCALL_AFTER_SET jnc 76f; pushq $0; pushq $0; pushq $2; pushq $0x10; \
	pushq $c_function; iretq; 76:
#include "entry.h"
