/* SPDX-License-Identifier: GPL-2.0-only */
/* Written only where it is not found set. */
#define VMX_EXIT ALTERNATIVE "jmp 9f", "movl $0x48, %ecx", IBRS; rdmsr; \
	testl $1, %eax; jnz 9f; GUEST_WRITE x86_spec_ctrl_kernel; 9:
#include "kvm.h"
