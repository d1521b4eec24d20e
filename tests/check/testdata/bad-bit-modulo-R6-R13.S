/* SPDX-License-Identifier: GPL-2.0-only */
/* Bit 33 of 32 is bit 1. */
#define LOAD_KERNEL movl x86_spec_ctrl_base, %eax; btsl $33, %eax; \
		    movl x86_spec_ctrl_base + 4, %edx
#include "entry.h"
