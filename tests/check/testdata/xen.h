/* SPDX-License-Identifier: GPL-2.0-only */
/* Entered by Xen, and what says that IBRS is not for it. */
#include "kernel.h"

#ifndef XEN_LEG
#define XEN_LEG
#endif
#ifndef ASK_XEN
#define ASK_XEN movq boot_cpu_data + 20 + 8 * 4, %rdx; movl $1, %eax; \
	btq $16, %rdx; jc 1f
#endif
#ifndef XEN_MORE
#define XEN_MORE
#endif
#ifndef ASK_NOREPLACE
#define ASK_NOREPLACE call paravirt_stays_unpatched
#endif
#ifndef SAY_NOREPLACE
#define SAY_NOREPLACE movl noreplace_paravirt, %eax; testl %eax, %eax; setne %al
#endif

	.macro XEN_LEGS
FUNC for_xen
	ALTERNATIVE "", "jmp .Lxen_leg", XENPV
.Lsyscall_xen:
	movq %rsp, %rdi
	call do_syscall_64
	jmp to_user
.Lxen_leg:
	XEN_LEG
	jmp .Lsyscall_xen
END for_xen
	.endm

	.macro XEN_TEXT
FUNC xen_syscall_target
	popq %rcx
	popq %r11
	pushq $-1
	PUSH_REGS
	jmp for_xen
END xen_syscall_target
	XEN_MORE
FUNC ibrs_refused
	ASK_XEN
	ASK_NOREPLACE
1:	ret
END ibrs_refused
FUNC paravirt_stays_unpatched
	SAY_NOREPLACE
	ret
END paravirt_stays_unpatched
FUNC cmdline_find_option_bool
	ret
END cmdline_find_option_bool
	.pushsection .parainstructions, "a"
	.quad ibrs_refused
	.byte 0, 1
	.skip 6
	.popsection
	.pushsection .data
	.globl boot_cpu_data
boot_cpu_data:
	.skip 100
noreplace_paravirt:
	.long 0
	.popsection
	.endm

#define MORE_ENTRY XEN_LEGS
#define MORE_TEXT XEN_TEXT
#include "entry.h"
