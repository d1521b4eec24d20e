/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CONFIG_DEBUG_IBRS_ENTRY: the macros for entry_64.S and entry_64_compat.S.
 * Without it they are nothing at all.
 */

/*
 * IBRS_CHECK - have IA32_SPEC_CTRL compared, before a handler is called
 *
 * Context:  pt_regs at RSP, complete; IBRS has been set, interrupts are off,
 *	     kernel CR3 and GS. On the IST stack of #DB and #BP as well, where a
 *	     data breakpoint on what the check reads or writes is fatal.
 * Clobbers: what C does, pt_regs has it.
 * Order:    behind IBRS_ENTER or IBRS_SAVE_ENTER, ahead of loading arguments.
 * State:    func is only the name: as that the check is counted.
 */
.macro IBRS_CHECK func:req
#ifdef CONFIG_DEBUG_IBRS_ENTRY
	movq	%rsp, %rdi
	movq	$\func, %rsi
	call	ibrs_check_entry
#endif
.endm

/*
 * IBRS_CHECK_SYSCALL - the same for the 64-bit system call, which has its
 * arguments in registers, and may not get to do_syscall_64() with them
 *
 * Context:  as IBRS_CHECK, but for RBX, RBP and R12 to R15, which are not in
 *	     pt_regs.
 * Clobbers: flags.
 */
.macro IBRS_CHECK_SYSCALL
#ifdef CONFIG_DEBUG_IBRS_ENTRY
	call	ibrs_check_syscall_thunk
#endif
.endm
