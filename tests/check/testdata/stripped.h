/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own symbol table, in the order of v6.12; the file has no other
 * (tests/Makefile strips it). Each character is a token of its own.
 */
#ifndef STRIPPED_H
#define STRIPPED_H

#define SYMBOL_BASE	0xffffffff81000000

	.macro SYMBOLS do
	.irp s, __entry_text_start, __entry_text_end, entry_SYSCALL_64, \
		entry_SYSCALL_64_trampoline, entry_SYSCALL_64_stage2, \
		ret_from_fork, apic_timer_interrupt, \
		switch_to_thread_stack, to_user, to_kernel, native_iret, \
		page_fault, error_entry, debug, paranoid_entry, \
		paranoid_exit, nmi, do_syscall_64, schedule_tail, \
		syscall_return_slowpath, smp_apic_timer_interrupt, \
		do_page_fault, sync_regs, fixup_bad_iret, do_debug, do_nmi, \
		c_function, mwait_idle_with_hints
	\do T, \s
	.endr
	.irp s, linux_banner, x86_spec_ctrl_base, x86_spec_ctrl_kernel
	\do D, \s
	.endr
	.irp s, cpu_tss_rw, rsp_scratch
	\do A, \s
	.endr
	.endm

	.macro SYMBOL_ONE type name
	.set symbol_count, symbol_count + 1
	.endm
	.macro SYMBOL_NAME type name
	.byte .Lname_end_\name - . - 1
	.ascii "\type\name"
.Lname_end_\name:
	.endm
	/* up from where fixture.lds begins; per-CPU ones wrap around */
	.macro SYMBOL_OFFSET type name
	.long \name - SYMBOL_BASE
	.endm

	.set symbol_count, 0
	SYMBOLS SYMBOL_ONE

	.data
linux_banner:
	.asciz "Linux version 4.15.0 (a fixture, not a kernel)"
	.balign 8
	.quad symbol_count
names:
	SYMBOLS SYMBOL_NAME
	.balign 8
	.long 0				/* where each 256th name begins */
#ifdef STRIPPED_FLUSH
	.long -1			/* no NUL ahead of the first token */
#endif
	.balign 8
tokens:
	.byte 0
	.set token, 1
	.rept 255
	.byte token, 0
	.set token, token + 1
	.endr
	.balign 8
	.short 0
	.set token, 1
	.rept 255
	.short token * 2 - 1
	.set token, token + 1
	.endr
	.balign 8
	SYMBOLS SYMBOL_OFFSET
	.balign 8
	.quad SYMBOL_BASE

#endif
