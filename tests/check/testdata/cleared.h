/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What later kernels clear besides IBRS, each by its features: how returns were
 * trained (R17), the CPU's buffers (R18), the history of branches (R19).
 */
#define NO_PTI
#include "kernel.h"

#define ENTRY_IBPB	(11 * 32 + 10)
#define UNRET		(11 * 32 + 15)
#define CLEAR_CPU_BUF	(11 * 32 + 18)
#define CLEAR_BHB_LOOP	(21 * 32 + 1)

#define UNTRAIN ALTERNATIVE "", "call entry_untrain_ret", UNRET; \
	ALTERNATIVE "", "call entry_ibpb", ENTRY_IBPB
#define HISTORY ALTERNATIVE "", "call clear_bhb_loop", CLEAR_BHB_LOOP
#ifndef VERW
#define VERW ALTERNATIVE "", "verw verw_sel", CLEAR_CPU_BUF
#endif

#define IRQ_AS_FAULT
#ifndef SYSCALL_SET
#define SYSCALL_SET SET; UNTRAIN; HISTORY
#endif
#ifndef ERROR_SET
#define ERROR_SET SET; UNTRAIN
#endif
#ifndef BAD_IRET_SET
#define BAD_IRET_SET SET; UNTRAIN
#endif
#ifndef NMI_USER_SET
#define NMI_USER_SET SET; UNTRAIN
#endif
#ifndef PARANOID_SAVE
#define PARANOID_SAVE SAVE; UNTRAIN
#endif
#define EXIT_SWAPGS swapgs; VERW

/* a way out of its own */
#ifndef INT80_HISTORY
#define INT80_HISTORY HISTORY
#endif
#ifndef INT80_SWAPGS
#define INT80_SWAPGS swapgs; VERW
#endif
#ifndef MORE
#define MORE
#endif
#define MORE_ENTRY FUNC entry_INT80_compat; pushq %rax; addq $-15 * 8, %rsp; \
	call error_entry; INT80_HISTORY; movq %rsp, %rdi; call c_function; \
	cli; POP_FIRST; CLEAR; POP_LAST; movq %rsp, %rdi; \
	movq %gs:cpu_tss_rw + 4, %rsp; \
	.irp i, 6, 5, 4, 3, 2, 0; pushq \i * 8(%rdi); .endr; \
	popq %rdi; INT80_SWAPGS; iretq; END entry_INT80_compat; \
	MORE; verw_sel: .word 0x18
#define MORE_TEXT FUNC entry_untrain_ret; ret; END entry_untrain_ret; \
	FUNC entry_ibpb; ret; END entry_ibpb; \
	FUNC clear_bhb_loop; ret; END clear_bhb_loop
#include "entry.h"
