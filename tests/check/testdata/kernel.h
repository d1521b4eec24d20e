/* SPDX-License-Identifier: GPL-2.0-only */
/* v4.15's alternatives and feature numbers. */
#ifndef KERNEL_H
#define KERNEL_H

#define PTI		(7 * 32 + 11)
#ifndef RETPOLINE
#define RETPOLINE	(7 * 32 + 12)
#endif
#define RETPOLINE_AMD	(7 * 32 + 13)
#define RSB_CTXSW	(7 * 32 + 19)
#define RSB_VMEXIT	(7 * 32 + 20)
#ifndef IBRS
#define IBRS		(7 * 32 + 28)
#endif
#define IBRS_FENCE	(7 * 32 + 30)	/* IBRS, and no PTI */
#define PCID		(4 * 32 + 17)
#define XENPV		(8 * 32 + 16)
#define SWAPGS_FENCE	(18 * 32 + 10)

/* The MSR is to get the value of this variable. */
#ifndef LOAD_KERNEL
#define LOAD_KERNEL movl x86_spec_ctrl_kernel, %eax; \
		    movl x86_spec_ctrl_kernel + 4, %edx
#endif
#ifndef LOAD_BASE
#define LOAD_BASE movl x86_spec_ctrl_base, %eax; \
		  movl x86_spec_ctrl_base + 4, %edx
#endif

#ifdef FROM_6_8
	.macro ALTERNATIVE old new feature flags=0
#else
	.macro ALTERNATIVE old new feature
#endif
140:	\old
141:	.skip -(((144f-143f)-(141b-140b)) > 0) * ((144f-143f)-(141b-140b)), 0x90
142:
	.pushsection .altinstructions, "a"
	.long 140b - .
	.long 143f - .
	.word \feature
#ifdef FROM_6_8
	.word \flags
	.byte 142b - 140b
	.byte 144f - 143f
#else
	.byte 142b - 140b
	.byte 144f - 143f
	.byte 142b - 141b
#endif
	.popsection
	.pushsection .altinstr_replacement, "ax"
143:	\new
144:
	.popsection
	.endm

/* What objtool makes of the hints: where the frame lies, from here on. */
#define ORC_NONE	0
#define ORC_DI		3
#define ORC_SP		5
#define ORC_CALL	0
#define ORC_REGS	1
#define ORC_IRET	2
	.macro ORC reg off=0 type=ORC_CALL
#ifdef WITH_ORC
.Lorc_\@:
	.pushsection .orc_unwind_ip, "a"
	.long .Lorc_\@ - .
	.popsection
	.pushsection .orc_unwind, "a"
	.short \off, 0
	.byte \reg, \type
	.popsection
#endif
	.endm

#ifndef FILL_LOOPS
#define FILL_LOOPS 16
#endif
#ifndef FILL_IN_LOOP
#define FILL_IN_LOOP
#endif
#ifndef FILL_FENCE
#define FILL_FENCE lfence
#endif

/* 32 entries of the return stack, in one of the alternatives. */
	.macro FILL_RSB feature loops=FILL_LOOPS
	ALTERNATIVE "jmp .Lfill_end_\@", "movl $\loops, %ecx", \feature
.Lfill_\@:
	call .Lfill_2_\@
.Lfill_1_\@:
	pause
	lfence
	jmp .Lfill_1_\@
.Lfill_2_\@:
	call .Lfill_4_\@
.Lfill_3_\@:
	pause
	lfence
	jmp .Lfill_3_\@
.Lfill_4_\@:
	FILL_IN_LOOP
	decl %ecx
	jnz .Lfill_\@
	FILL_FENCE
	addq $256, %rsp
.Lfill_end_\@:
	.endm

/* One that traps, with its entry in __bug_table; flags 1: WARN() */
	.macro TRAP insn flags
.Ltrap_\@:
	\insn
	.pushsection __bug_table, "aw"
.Lbug_\@:
#ifdef SHORT_BUGS
	.long .Ltrap_\@ - .Lbug_\@
	.word \flags, 0
#else
	.long .Ltrap_\@ - .Lbug_\@, 0
	.word 0, \flags
#endif
	.popsection
	.endm

/* What may fault at that place goes on at the other. */
	.macro FIXUP from to
	.pushsection __ex_table, "a"
	.long \from - ., \to - ., 0
	.popsection
	.endm

	.macro FUNC name
	.globl \name
	.type \name, @function
\name:
	.endm
	.macro END name
	.size \name, . - \name
	.endm

#endif
