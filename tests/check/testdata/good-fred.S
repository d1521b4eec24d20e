/* SPDX-License-Identifier: GPL-2.0-only */
/* FRED's entries set, and restore. */
#define MORE_ENTRY FUNC asm_fred_entrypoint_user; PUSH_REGS; SET; \
	movq %rsp, %rdi; call c_function; cli; CLEAR; POP_FIRST; POP_LAST; \
	popq %rdi; .byte 0xf3, 0x0f, 0x01, 0xca; \
	END asm_fred_entrypoint_user; \
	FUNC asm_fred_entrypoint_kernel; PUSH_REGS; SAVE; movq %rsp, %rdi; \
	call c_function; RESTORE; POP_FIRST; POP_LAST; popq %rdi; \
	.byte 0xf2, 0x0f, 0x01, 0xca; END asm_fred_entrypoint_kernel
#include "entry.h"
