/* SPDX-License-Identifier: GPL-2.0-only */
/* An address relative to RIP, in the trampoline as well. */
#define LOAD_KERNEL movl x86_spec_ctrl_kernel(%rip), %eax; \
	movl x86_spec_ctrl_kernel + 4(%rip), %edx
#include "entry.h"
