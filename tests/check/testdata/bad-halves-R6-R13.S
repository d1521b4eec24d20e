/* SPDX-License-Identifier: GPL-2.0-only */
/* One half is written over. */
#define LOAD_KERNEL pushq x86_spec_ctrl_kernel; movl %ecx, 4(%rsp); \
		    movl (%rsp), %eax; movl 4(%rsp), %edx; leaq 8(%rsp), %rsp
#include "entry.h"
