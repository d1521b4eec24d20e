/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, asked of boot_cpu_data. */
#define IBPB_GATE movq boot_cpu_data + 20 + 6 * 4, %rax; btq $53, %rax; \
	jnc .Libpb_no
#define IBPB_MORE .pushsection .data; .globl boot_cpu_data; \
	boot_cpu_data: .skip 256; .popsection
#include "ibpb.h"
