/* SPDX-License-Identifier: GPL-2.0-only */
/* By a bit of the boot CPU, where nothing is patched. */
#define MORE_TEXT FUNC intel_idle; movq boot_cpu_data + 44, %rax; \
	btq $60, %rax; jnc 1f; \
	movl $0x48, %ecx; LOAD_BASE; wrmsr; movl $1, %ecx; mwait; \
	movl $0x48, %ecx; LOAD_KERNEL; wrmsr; 1: ret; END intel_idle; \
	.pushsection .data; .globl boot_cpu_data; boot_cpu_data: .skip 256; \
	.popsection
#include "entry.h"
