/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_ASM_H
#define IMAGE_ASM_H

/* An instruction that may fault, and where to go on: v4.15's 12 bytes. */
#define EXTABLE(from, to)						\
	".pushsection __ex_table,\"a\"\n"				\
	".long " #from " - ., " #to " - ., 0\n"				\
	".popsection\n"

/* Of the kernel's handlers the one that warns: here it is as any. */
#define _ASM_EXTABLE_HANDLE(from, to, handler)	EXTABLE(from, to)

#endif
