/* SPDX-License-Identifier: GPL-2.0-only */
/* An IRET to the next instruction enables interrupts behind the clear. */
#define EXIT_AFTER_CLEAR movq %rsp, %rax; pushq $0; pushq %rax; pushq $0x202; \
	pushq $0x10; pushq $76f; iretq; 76:
#include "entry.h"
