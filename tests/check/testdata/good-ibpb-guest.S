/* SPDX-License-Identifier: GPL-2.0-only */
/* A barrier where another VMCS is loaded, too, and none where it is the same. */
#ifndef GUEST_GATE
#define GUEST_GATE ALTERNATIVE "jmp 9f", "", USE_IBPB
#endif
#ifndef GUEST_IBPB
#define GUEST_IBPB movl $0x49, %ecx; movl $1, %eax; xorl %edx, %edx; wrmsr
#endif
#ifndef GUEST_SAME
#define GUEST_SAME 9f
#endif
#define IBPB_MORE FUNC vmx_vcpu_load; cmpq %rsi, %rdi; je GUEST_SAME; \
	vmptrld (%rax); 8: GUEST_GATE; GUEST_IBPB; 9: ret; \
	END vmx_vcpu_load
#include "ibpb.h"
