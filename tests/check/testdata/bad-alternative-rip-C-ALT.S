/* SPDX-License-Identifier: GPL-2.0-only */
/* What lies relative to RIP is elsewhere where the replacement is put. */
#define SYSCALL_SET ALTERNATIVE "jmp 76f", "movl $0x48, %ecx; \
	movl x86_spec_ctrl_kernel(%rip), %eax; \
	movl x86_spec_ctrl_kernel + 4(%rip), %edx; wrmsr", IBRS; 76:
#include "entry.h"
