/* SPDX-License-Identifier: GPL-2.0-only */
/* The replacement ends within an instruction. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop; nop; nop", \
	".byte 0x0f, 0x1f", PTI
#include "entry.h"
