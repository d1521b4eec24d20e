/* SPDX-License-Identifier: GPL-2.0-only */
/* The way to another user's mm, right as it stands. */
#include "kernel.h"

#define USE_IBPB	(7 * 32 + 21)

#ifndef IBPB_GATE
#define IBPB_GATE ALTERNATIVE "jmp .Libpb_no", "", USE_IBPB
#endif
#ifndef IBPB_VALUE
#define IBPB_VALUE movl $1, %eax; xorl %edx, %edx
#endif
#ifndef IBPB_WRITE
#define IBPB_WRITE movl $0x49, %ecx; IBPB_VALUE; wrmsr
#endif
#ifndef IBPB_CALLED
#define IBPB_CALLED IBPB_WRITE
#endif
#ifndef IBPB_BEFORE
#define IBPB_BEFORE call __ibpb_switch_mm
#endif
#ifndef IBPB_BEHIND
#define IBPB_BEHIND
#endif
#ifndef IBPB_MORE
#define IBPB_MORE
#endif

	.macro IBPB_TEXT
FUNC native_write_msr
	movl %edi, %ecx
	movl %esi, %eax
	wrmsr
	ret
END native_write_msr
FUNC __ibpb_switch_mm
	testl %edi, %edi	# does it need one?
	je 7f
	IBPB_CALLED
7:	ret
END __ibpb_switch_mm
FUNC load_new_mm_cr3
	movq %rdi, %cr3
	ret
END load_new_mm_cr3
FUNC switch_mm_irqs_off
	cmpq %rsi, %rdi
	je 9f
	IBPB_GATE
	IBPB_BEFORE
.Libpb_no:
	call load_new_mm_cr3
	IBPB_BEHIND
9:	ret
END switch_mm_irqs_off
	/* boot tries whether there is such an MSR */
	.pushsection .init.text, "ax"
FUNC ibpb_select
	movl $0x49, %edi
	movl $1, %esi
	call native_write_msr
	ret
END ibpb_select
	.popsection
	IBPB_MORE
	.endm

#define PV_MORE IBPB_TEXT
#include "duties.h"
