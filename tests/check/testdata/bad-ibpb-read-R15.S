/* SPDX-License-Identifier: GPL-2.0-only */
/* It cannot be read: #GP. */
#define IBPB_WRITE movl $0x49, %ecx; rdmsr; orl $1, %eax; \
	movl $1, %eax; xorl %edx, %edx; wrmsr
#include "ibpb.h"
