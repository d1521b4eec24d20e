/* SPDX-License-Identifier: GPL-2.0-only */
/* A barrier where another VMCS is loaded, too. */
#ifndef GUEST_GATE
#define GUEST_GATE ALTERNATIVE "jmp 9f", "", USE_IBPB
#endif
#define IBPB_MORE FUNC vmx_vcpu_load; vmptrld (%rax); GUEST_GATE; \
	movl $0x49, %ecx; movl $1, %eax; xorl %edx, %edx; wrmsr; 9: ret; \
	END vmx_vcpu_load
#include "ibpb.h"
