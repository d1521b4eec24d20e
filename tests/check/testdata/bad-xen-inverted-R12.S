/* SPDX-License-Identifier: GPL-2.0-only */
/* 0 is given back where XENPV is. */
#define ASK_XEN movq boot_cpu_data + 20 + 8 * 4, %rdx; xorl %eax, %eax; \
	btq $16, %rdx; jnc 1f; ret; 1: movl $1, %eax; jmp 1f; 1:
#include "xen.h"
