/* SPDX-License-Identifier: GPL-2.0-only */
/* A barrier in a system call, on the way to nobody. */
#define SYSCALL_AFTER_SET movl $0x49, %ecx; movl $1, %eax; xorl %edx, %edx; \
	wrmsr
#include "ibpb.h"
