/* SPDX-License-Identifier: GPL-2.0-only */
/* FRED's entry from user mode does not set. */
#define MORE_ENTRY FUNC asm_fred_entrypoint_user; PUSH_REGS; movq %rsp, %rdi; \
	call c_function; cli; POP_FIRST; POP_LAST; popq %rdi; \
	.byte 0xf3, 0x0f, 0x01, 0xca; END asm_fred_entrypoint_user
#include "entry.h"
