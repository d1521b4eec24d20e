/* SPDX-License-Identifier: GPL-2.0-only */
/* An IRET to itself, interrupts off, behind the clear. */
#define OFFLINE_CLEAR GO; wbinvd; movl %ss, %eax; pushq %rax; leaq 8(%rsp), %rax; pushq %rax; pushq $2; pushq $0x10; pushq $91f; iretq; 91:
#include "duties.h"
