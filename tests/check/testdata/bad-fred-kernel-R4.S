/* SPDX-License-Identifier: GPL-2.0-only */
/* FRED's entry from the kernel, NMIs included, does not ask. */
#define MORE_ENTRY FUNC asm_fred_entrypoint_kernel; PUSH_REGS; \
	movq %rsp, %rdi; call c_function; POP_FIRST; POP_LAST; popq %rdi; \
	.byte 0xf2, 0x0f, 0x01, 0xca; END asm_fred_entrypoint_kernel
#include "entry.h"
