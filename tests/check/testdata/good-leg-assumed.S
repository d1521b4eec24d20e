/* SPDX-License-Identifier: GPL-2.0-only */
/* One that sets is: that is assumed, and told. */
#define ERROR_FIRST NEVER WRITE_KERNEL
#include "leg.h"
	.macro WRITE_KERNEL
	movl $0x48, %ecx
	LOAD_KERNEL
	wrmsr
	.endm
#include "entry.h"
