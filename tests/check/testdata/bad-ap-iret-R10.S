/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts come on by an IRET to itself. */
#define AP_ARM movl %ss, %eax; pushq %rax; leaq 8(%rsp), %rax; pushq %rax; pushq $0x202; pushq $0x10; pushq $91f; iretq; 91: call x86_spec_ctrl_setup_cpu
#include "duties.h"
