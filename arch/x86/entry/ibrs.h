/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IBRS on kernel entry: the macros for entry_64.S and entry_64_compat.S.
 *
 * The rule they serve: at CPL 0 no near RET and no indirect branch may be
 * executed before IBRS has been written after the last entry from a less
 * privileged mode, and at CPL 3 the bit is clear.
 *
 * - Legacy IBRS restrains only predictions trained before the write. The
 *   write itself is the barrier, so entry from user mode writes even though
 *   the bit might be found set. Without a test there is no branch to fence.
 *
 * - WRMSR to IA32_SPEC_CTRL is not architecturally serializing (Intel SDM
 *   volume 3, 8.3 "Serializing Instructions"), but no later indirect branch
 *   is predicted from what was trained in a less privileged mode once it
 *   has executed (Intel, "Speculative Execution Side Channel Mitigations",
 *   2.4.1). It orders nothing else: it does not fence loads and it leaves
 *   the return stack buffer alone.
 *
 * - Between entry and IBRS_ENTER, and between IBRS_EXIT and the return to
 *   user mode, interrupts are off and nothing may fault but the IRET: an
 *   interrupt or fault from kernel mode takes IBRS for set.
 *
 * - #DB, #BP, #MC, NMI and #DF can hit anywhere. "CS is the kernel's" does
 *   not mean "IBRS is set" for them. They look.
 *
 * While IBRS is not in use IBRS_FENCE is a NOP, and all other macros are one
 * patched jump. Where it is, the jump is replaced by the first instruction of
 * the body.
 *
 * Needed in those that load a value: the kernel page tables, because the user
 * ones do not map it. Not needed: GS; a stack only in IBRS_ENTER_SAVE_REGS and
 * where something is reloaded. Flags are clobbered where said.
 * IA32_SPEC_CTRL is written whole, 64 bits.
 */
#include <linux/stringify.h>

#include <asm/alternative-asm.h>
#include <asm/cpufeatures.h>
#include <asm/msr-index.h>

/*
 * IBRS_ENTER - set IBRS after an entry from user mode
 *
 * Context:  entry from user mode, interrupts off, kernel CR3.
 * Clobbers: RCX, and RAX and RDX if they are not reloaded: reload_ax and
 *	     reload_dx give the offsets from RSP of saved copies. That is done
 *	     only when the body runs.
 * Order:    after the switch to the kernel CR3, before the first RET,
 *	     indirect branch and ENABLE_INTERRUPTS, and before any call.
 * State:    reads x86_spec_ctrl_kernel, by absolute address and not relative
 *	     to RIP: the SYSCALL trampoline runs at an alias address.
 */
.macro IBRS_ENTER reload_ax reload_dx
	ALTERNATIVE "jmp .Librs_end_\@",				\
		    __stringify(movl $MSR_IA32_SPEC_CTRL, %ecx),	\
		    X86_FEATURE_KERNEL_IBRS
	movl	x86_spec_ctrl_kernel, %eax
	movl	x86_spec_ctrl_kernel + 4, %edx
	wrmsr
	.ifnb \reload_dx
	movq	\reload_dx(%rsp), %rdx
	.endif
	.ifnb \reload_ax
	movq	\reload_ax(%rsp), %rax
	.endif
.Librs_end_\@:
.endm

/*
 * IBRS_ENTER_SAVE_REGS - IBRS_ENTER for a place with one register to spare
 *
 * Context:  as IBRS_ENTER, with two free slots below RSP.
 * Clobbers: scratch_reg, which may not be RAX, RCX or RDX. All others are
 *	     preserved. The stack is not touched by the patched instruction,
 *	     objtool could not describe that.
 * Order:    as IBRS_ENTER.
 * State:    as IBRS_ENTER.
 */
.macro IBRS_ENTER_SAVE_REGS scratch_reg:req
	ALTERNATIVE "jmp .Librs_end_\@", "movq %rcx, \scratch_reg",	\
		    X86_FEATURE_KERNEL_IBRS
	pushq	%rax
	pushq	%rdx
	movl	$MSR_IA32_SPEC_CTRL, %ecx
	movl	x86_spec_ctrl_kernel, %eax
	movl	x86_spec_ctrl_kernel + 4, %edx
	wrmsr
	popq	%rdx
	popq	%rax
	movq	\scratch_reg, %rcx
.Librs_end_\@:
.endm

/*
 * IBRS_EXIT - clear IBRS before a return to user mode
 *
 * Context:  exit to user mode, interrupts off, kernel CR3.
 * Clobbers: RAX, RCX, RDX.
 * Order:    behind everything that calls C code (tracing, lockdep, context
 *	     tracking) and before the switch to the user CR3. From here to
 *	     SYSRET or IRET there may be no RET and no indirect branch.
 * State:    reads x86_spec_ctrl_base. With CONFIG_DEBUG_IBRS_ENTRY writes
 *	     ibrs_exit_value: GS has to be the kernel's.
 */
.macro IBRS_EXIT
	ALTERNATIVE "jmp .Librs_end_\@",				\
		    __stringify(movl $MSR_IA32_SPEC_CTRL, %ecx),	\
		    X86_FEATURE_KERNEL_IBRS
	movl	x86_spec_ctrl_base, %eax
	movl	x86_spec_ctrl_base + 4, %edx
	wrmsr
#ifdef CONFIG_DEBUG_IBRS_ENTRY
	/* For the next entry to look at: there was a write, and of what */
	movl	%eax, PER_CPU_VAR(ibrs_exit_value)
	movl	%edx, PER_CPU_VAR(ibrs_exit_value + 4)
#endif
.Librs_end_\@:
.endm

/*
 * IBRS_SAVE_ENTER - save IA32_SPEC_CTRL and set IBRS, wherever this hit
 *
 * Context:  entry of an exception that can hit at any instruction (#DB, #BP,
 *	     #MC, #DF, NMI), kernel CR3. Nests.
 * Clobbers: RAX, RCX, RDX, flags. save_reg gets the value found, 64 bits. It
 *	     has to survive until IBRS_RESTORE: use one that C preserves.
 * Order:    after the switch to the kernel CR3, before the first RET.
 * State:    reads no memory. A data breakpoint on x86_spec_ctrl_kernel makes
 *	     IBRS_ENTER raise #DB. If this read it as well, it would raise the
 *	     next one on the same IST stack, for ever. (A #DB or #BP from user
 *	     mode still does, by IBRS_ENTER in error_entry, as it does on what
 *	     sync_regs() reads there.) The value written is the one found with
 *	     bit IBRS set, so all other bits are kept.
 *
 * Found set, the interrupted code runs protected and so does this: kernel to
 * kernel is no change of predictor mode, and the WRMSR can be saved. LFENCE
 * stands in its place. Without it the CPU could skip the write speculatively,
 * with the bit clear, and run RETs of the handler. RDMSR is no fence.
 */
.macro IBRS_SAVE_ENTER save_reg:req
	ALTERNATIVE "jmp .Librs_end_\@",				\
		    __stringify(movl $MSR_IA32_SPEC_CTRL, %ecx),	\
		    X86_FEATURE_KERNEL_IBRS
	rdmsr
	movq	%rdx, \save_reg
	shlq	$32, \save_reg
	orq	%rax, \save_reg
	btsl	$0, %eax			/* SPEC_CTRL_IBRS */
	jc	.Librs_is_set_\@
	wrmsr
	jmp	.Librs_end_\@
.Librs_is_set_\@:
	lfence
.Librs_end_\@:
.endm

/*
 * IBRS_RESTORE - put back what IBRS_SAVE_ENTER found
 *
 * Context:  exit of such an exception to kernel mode, interrupts off.
 * Clobbers: RAX, RCX, RDX, flags. save_reg is kept.
 * Order:    on every leg of the exit, behind everything that calls C code,
 *	     before CR3 and GS are put back. No RET and no indirect branch may
 *	     follow before the IRET.
 * State:    none but save_reg. If IBRS was set there, nothing was written on
 *	     entry and nothing is written here. Otherwise all 64 bits go back.
 *
 * A mispredicted branch does no harm: the worst it can do is run the few
 * instructions up to the IRET with IBRS still set.
 */
.macro IBRS_RESTORE save_reg:req
	ALTERNATIVE "jmp .Librs_end_\@",				\
		    "btq $0, \save_reg",				\
		    X86_FEATURE_KERNEL_IBRS
	jc	.Librs_end_\@
	movl	$MSR_IA32_SPEC_CTRL, %ecx
	movq	\save_reg, %rax
	movq	\save_reg, %rdx
	shrq	$32, %rdx
	wrmsr
.Librs_end_\@:
.endm

/*
 * IBRS_FENCE - stop a CPU that predicts "from kernel" or "from user" wrongly
 *
 * Context:  a leg of a branch that is executed with IBRS clear, on which a RET
 *	     or an indirect branch follows and no IBRS_ENTER or
 *	     IBRS_SAVE_ENTER does before it.
 * Clobbers: nothing.
 * Order:    behind the branch, before that RET or indirect branch.
 * State:    none. ftr says when it is needed: X86_FEATURE_IBRS_FENCE where the
 *	     wrong leg runs on the user page tables if there are any. With PTI
 *	     it can then fetch nothing but the entry text, .irqentry.text and
 *	     the SYSCALL trampoline: LFENCE would be a cost without need.
 *	     X86_FEATURE_KERNEL_IBRS otherwise.
 */
.macro IBRS_FENCE ftr=X86_FEATURE_IBRS_FENCE
	ALTERNATIVE "", "lfence", \ftr
.endm
