/* SPDX-License-Identifier: GPL-2.0-only */
/* ECX, by which it counts, is the guest's. */
#define VMX_FILL \
	ALTERNATIVE "jmp 78f", "", RSB_VMEXIT; \
71:	call 72f; \
73:	pause; lfence; jmp 73b; \
72:	decl %ecx; jnz 71b; lfence; addq $256, %rsp; \
78:
#include "kvm.h"
