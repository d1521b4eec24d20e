/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One way in and one out, and no C: nothing comes back to the kernel, so of R3
 * nothing can be judged. With MUTE it does not clear either. STOP ends all
 * paths, where IBRS is set or, as STOP_CLEAR, where it is not.
 */
#include "kernel.h"

	.section .entry.text, "ax"
	.globl __entry_text_start, __entry_text_end
__entry_text_start:
FUNC entry_SYSCALL_64
	swapgs
	movq %rsp, %gs:rsp_scratch
	movq %gs:cpu_tss_rw + 12, %rsp
	.irp r, rax, rcx, rdx
	pushq %\r
	.endr
	ALTERNATIVE "jmp .Lset", "movl $0x48, %ecx", IBRS
	LOAD_KERNEL
	wrmsr
.Lset:
#ifdef STOP
	ud2
#endif
#ifndef MUTE
	ALTERNATIVE "jmp .Lclear", "movl $0x48, %ecx", IBRS
	LOAD_BASE
	wrmsr
.Lclear:
#endif
#ifdef STOP_CLEAR
	ud2
#endif
	.irp r, rdx, rcx, rax
	popq %\r
	.endr
	movq %gs:rsp_scratch, %rsp
	swapgs
	sysretq
END entry_SYSCALL_64
__entry_text_end:

	.data
	.globl x86_spec_ctrl_kernel, x86_spec_ctrl_base
x86_spec_ctrl_kernel: .quad 1
x86_spec_ctrl_base: .quad 0
rsp_scratch: .quad 0
cpu_tss_rw: .fill 16, 8
