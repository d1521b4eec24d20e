/* SPDX-License-Identifier: GPL-2.0-only */
/* And so does a far call, on the leg of the kernel. */
#define ERROR_KERNEL_FENCE ALTERNATIVE "", "lfence", IBRS_FENCE; \
	jnc 76f; lcall *(%rbx); 76:
#include "entry.h"
