/* SPDX-License-Identifier: GPL-2.0-only */
/* The clear that has to be the last access is not. */
#define OFFLINE_CLEAR GO; cmpq $0, x86_spec_ctrl_kernel; je 7f; \
	movl $0x48, %ecx; LOAD_KERNEL; wrmsr; 7:
#include "duties.h"
