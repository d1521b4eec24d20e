/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the series' macros ask of the kernel's alternatives: one place, two
 * instructions, a feature that chooses. alternative.c patches the sites.
 *
 * A site is: address of the original, its length (padding included), address
 * and length of the replacement, feature.
 */
#ifndef IMAGE_ALTERNATIVE_ASM_H
#define IMAGE_ALTERNATIVE_ASM_H

.macro ALTERNATIVE oldinstr, newinstr, feature
.Lalt_old\@:
	\oldinstr
.Lalt_old_end\@:
	/* GAS says -1 for true */
	.skip -(((.Lalt_new_end\@ - .Lalt_new\@) - (.Lalt_old_end\@ - .Lalt_old\@)) > 0) * \
		((.Lalt_new_end\@ - .Lalt_new\@) - (.Lalt_old_end\@ - .Lalt_old\@)), 0x90
.Lalt_pad_end\@:
	.pushsection .altinstructions, "a"
	.quad	.Lalt_old\@, .Lalt_new\@
	.byte	.Lalt_pad_end\@ - .Lalt_old\@, .Lalt_new_end\@ - .Lalt_new\@
	.byte	\feature, 0, 0, 0, 0, 0
	.popsection
	.pushsection .altinstr_replacement, "ax"
.Lalt_new\@:
	\newinstr
.Lalt_new_end\@:
	.popsection
.endm

#endif
