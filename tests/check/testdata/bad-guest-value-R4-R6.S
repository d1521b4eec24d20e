/* SPDX-License-Identifier: GPL-2.0-only */
/* A constant, which clears. */
#define VMX_EXIT ALTERNATIVE "jmp 9f", "movl $0x48, %ecx", IBRS; \
	xorl %eax, %eax; xorl %edx, %edx; wrmsr; 9:
#include "kvm.h"
