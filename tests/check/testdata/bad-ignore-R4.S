/* SPDX-License-Identifier: GPL-2.0-only */
/* What ignores a system call of 32 bits calls C. */
#define NO_PTI
#define MORE_ENTRY FUNC entry_SYSCALL32_ignore; swapgs; \
	movq %rsp, %gs:rsp_scratch; movq %gs:cpu_tss_rw + 12, %rsp; \
	PUSH_FRAME %gs:rsp_scratch; PUSH_REGS; movq %rsp, %rdi; \
	call c_function; cli; jmp to_user; END entry_SYSCALL32_ignore
#include "entry.h"
