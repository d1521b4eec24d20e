/* SPDX-License-Identifier: GPL-2.0-only */
/* Xen returns for the guest: the page of hypercalls is filled in by it. */
#ifndef HYPERCALL
#define HYPERCALL xen_hypercall_iret
#endif
	.macro REFUSED
FUNC xen_syscall32_target
	popq %rcx
	popq %r11
	movq $-38, %rax
	pushq $0
	jmp HYPERCALL
END xen_syscall32_target
FUNC xen_hypercall_iret
	.skip 32
END xen_hypercall_iret
FUNC xen_hypercall_other
	.skip 32
END xen_hypercall_other
	.endm
#define XEN_MORE REFUSED
#include "xen.h"
