/* SPDX-License-Identifier: GPL-2.0-only */
/* Who chooses, and which features that forces. */
#include "kernel.h"

#ifndef CHOICE_RETPOLINE
#define CHOICE_RETPOLINE jz 1f
#endif
#ifndef CHOICE_CTXSW
#define CHOICE_CTXSW subl $5, %ebx; cmpl $1, %ebx; ja 3f
#endif
#ifndef CHOICE_FENCE
#define CHOICE_FENCE movq boot_cpu_data + 20 + 28, %rax; btq $11, %rax; \
	jc 2f
#endif
#ifndef CHOICE_LAST
#define CHOICE_LAST jmp alternative_instructions
#endif
#ifndef CHOICE_LOCK
#define CHOICE_LOCK lock
#endif
#define FORCE(feature) CHOICE_LOCK orb $(1 << ((feature) % 8)), \
	cpu_caps_set + (feature) / 8

	.macro CHOICE
	.pushsection .init.text, "ax"
FUNC alternative_instructions
	ret
END alternative_instructions
FUNC ibrs_select
	pushq %rbx
	call c_function
	testq %rax, %rax
	jz 1f
	call c_function
	testq %rax, %rax
	movl $6, %eax
	jz 3f
	xorl %eax, %eax
	jmp 3f
1:	FORCE(IBRS)
	CHOICE_FENCE
	FORCE(IBRS_FENCE)
2:	movl $5, %eax
3:	popq %rbx
	ret
END ibrs_select
FUNC check_bugs
	call c_function
	testl %eax, %eax
	jz 1f
	call ibrs_select
	movl %eax, %ebx
	testl %eax, %eax
	CHOICE_RETPOLINE
	jmp 2f
1:	FORCE(RETPOLINE)
	movl $3, %ebx
2:	FORCE(RSB_VMEXIT)
	CHOICE_CTXSW
	FORCE(RSB_CTXSW)
3:	CHOICE_LAST
END check_bugs
	.popsection
	.pushsection .data
	.globl cpu_caps_set, boot_cpu_data
boot_cpu_data:
	.skip 128
cpu_caps_set:
	.skip 128
	.popsection
	.endm

#define PV_MORE CHOICE
#include "duties.h"
