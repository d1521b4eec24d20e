/* SPDX-License-Identifier: GPL-2.0-only */
/* A jump label, off as it is linked. */
	.macro JUMP_LABEL from to
	.pushsection __jump_table, "aw"
	.quad \from, \to, use_ibrs
	.popsection
	.endm
#define LABEL(to) 90: .byte 0x0f, 0x1f, 0x44, 0, 0; JUMP_LABEL 90b, to
