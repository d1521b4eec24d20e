/* SPDX-License-Identifier: GPL-2.0-only */
/* v4.15's alternatives and feature numbers. */
#ifndef KERNEL_H
#define KERNEL_H

#define PTI	(7 * 32 + 11)
#define IBRS	(7 * 32 + 28)
#define PCID	(4 * 32 + 17)

	.macro ALTERNATIVE old new feature
140:	\old
141:	.skip -(((144f-143f)-(141b-140b)) > 0) * ((144f-143f)-(141b-140b)), 0x90
142:
	.pushsection .altinstructions, "a"
	.long 140b - .
	.long 143f - .
	.word \feature
	.byte 142b - 140b
	.byte 144f - 143f
	.byte 142b - 141b
	.popsection
	.pushsection .altinstr_replacement, "ax"
143:	\new
144:
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
