/* SPDX-License-Identifier: GPL-2.0-only */
/* Called on both legs, ahead of STI and of the idle loop, and by a jump. */
#define AP_ARM testl $1, use_ibrs; jz 70f; call x86_spec_ctrl_setup_cpu; \
	sti; call cpu_startup_entry; 70: call x86_spec_ctrl_setup_cpu
#define S3_ARM jmp x86_spec_ctrl_setup_cpu
#include "duties.h"
	.text
FUNC cpu_startup_entry
1:	jmp 1b
END cpu_startup_entry
