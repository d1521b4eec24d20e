/* SPDX-License-Identifier: GPL-2.0-only */
/* On a leg into the idle loop, out of which nobody comes to the call. */
#define AP_ARM testl $1, use_ibrs; jz 70f; call cpu_startup_entry; 70: \
	call x86_spec_ctrl_setup_cpu
#include "duties.h"
	.text
FUNC cpu_startup_entry
1:	jmp 1b
END cpu_startup_entry
