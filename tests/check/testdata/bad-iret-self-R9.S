/* SPDX-License-Identifier: GPL-2.0-only */
/* HLT behind an IRET to the next instruction, by CS as it is. */
#define IDLE_WAIT movq %rsp, %rax; pushq $0; pushq %rax; pushfq; \
	movl %cs, %eax; pushq %rax; pushq $76f; iretq; 76: hlt
#include "entry.h"
