/* SPDX-License-Identifier: GPL-2.0-only */
/* All that leads to the entry text leads to what is right. */
#include "idt.h"
#define MORE_ENTRY RIGHT_GATE by_table; RIGHT_GATE by_call; \
	STUBS common_interrupt; FUNC by_syscall; jmp stub_ptregs_64; \
	FUNC stub_ptregs_64; jmp *%rax; FUNC by_c; call c_function; ret; \
	FUNC selector; .word 0x18; FUNC reads; verw selector(%rip); \
	call stops; jmp to_user; FUNC xen_only; jmp to_user; \
	FUNC entry_SYSCALL32_ignore; swapgs; movl $-38, %eax; swapgs; sysretl; \
	END entry_SYSCALL32_ignore
#define MORE_TEXT FUNC calls; call by_c; call reads; jmp by_c; END calls; \
	FUNC gives; movl $0x80, %edi; movq $by_call, %rsi; \
	call alloc_intr_gate; ret; END gives; FUNC alloc_intr_gate; ret; \
	FUNC stops; 1: hlt; jmp 1b; END stops; .pushsection .data; \
	.globl def_idts, sys_call_table; def_idts: GATE 0x20, 0, by_table; \
	GATE 14, 0, page_fault; GATE 1, 3, debug; \
	sys_call_table: .quad c_function, by_syscall; .popsection
#include "entry.h"
