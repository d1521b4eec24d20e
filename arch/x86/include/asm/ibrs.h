/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Indirect Branch Restricted Speculation (IBRS) on kernel entry.
 *
 * The C helpers. The entry macros are in arch/x86/entry/ibrs.h, the invariant
 * they keep is in Documentation/x86/ibrs.txt.
 */
#ifndef _ASM_X86_IBRS_H
#define _ASM_X86_IBRS_H

#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/types.h>

#include <asm/asm.h>
#include <asm/cpufeature.h>
#include <asm/msr-index.h>
#include <asm/nospec-branch.h>

/*
 * True once a CPU has been found to run one of the microcode revisions whose
 * IBRS, IBPB and STIBP Intel has withdrawn. The three CPUID bits are hidden
 * then; this only tells the log why.
 */
extern bool ibrs_bad_microcode;

/*
 * Microcode has been loaded late. Log it if IBRS appeared or was withdrawn.
 * Neither changes anything: alternatives have been patched, and CPUs may differ
 * while the update goes from one to the next.
 */
#if defined(CONFIG_CPU_SUP_INTEL) && defined(CONFIG_MICROCODE)
void ibrs_check_microcode(void);
#else
static inline void ibrs_check_microcode(void) { }
#endif

/*
 * x86_spec_ctrl_base: IA32_SPEC_CTRL as the firmware, or a kernel that ran
 * before, left it, bit IBRS cleared, and STIBP set if stibp_set_boot_cpu() did.
 * User mode and guests run with it. Written at boot, before anything is derived
 * from it.
 *
 * x86_spec_ctrl_kernel: base with bit IBRS set. Kernel mode runs with it.
 * Zero until IBRS has been chosen, and for ever when it has not.
 *
 * Exported for KVM, see asm/ibrs-guest.h.
 *
 * Both are 64 bits wide: WRMSR writes all of EDX:EAX and faults on none of
 * the reserved bits RDMSR has returned, so bits this kernel does not know
 * survive. Both are mapped by the kernel page tables only.
 */
extern u64 x86_spec_ctrl_base;
extern u64 x86_spec_ctrl_kernel;

/*
 * Read the base, and clear IBRS if it was found set. Boot CPU, once, before
 * mitigations are selected.
 */
void __init x86_spec_ctrl_init(void);

/*
 * Give this CPU the value kernel mode runs with: out of INIT, S3 or an offline
 * state. Has to run before interrupts are enabled there: an interrupt from
 * kernel mode sets nothing, and a kernel thread can run for long before
 * anything returns to user mode and comes back.
 *
 * Where IBRS is not in use, clears the bit if another kernel has left it set,
 * and sets STIBP if it was chosen.
 *
 * Returns false if IBRS is in use and this CPU has no IA32_SPEC_CTRL: its next
 * entry from user mode or NMI would die.
 */
bool x86_spec_ctrl_setup_cpu(void);

/*
 * Have user mode run with STIBP: set it in the base, on the boot CPU, and let
 * x86_spec_ctrl_setup_cpu() do so on all others. Boot CPU, after
 * x86_spec_ctrl_init() and before ibrs_select(), which has to add to it.
 *
 * Returns NULL, or with nothing changed why it cannot be or is of no use: no
 * sibling can run.
 */
const char * __init stibp_set_boot_cpu(void);

/*
 * Use IBRS on this machine if that is possible: set it on the boot CPU and
 * let x86_spec_ctrl_setup_cpu() do so on all others. asked: by the command
 * line, and not by default. Boot CPU, after x86_spec_ctrl_init() and before
 * alternatives are patched.
 *
 * Returns SPECTRE_V2_IBRS, SPECTRE_V2_IBRS_ENHANCED, or SPECTRE_V2_NONE with
 * nothing changed. ibrs_reason says why, in words for the log and sysfs.
 */
enum spectre_v2_mitigation __init ibrs_select(bool asked);
extern const char *ibrs_reason;

/* Its parts. Why IBRS cannot be used on this machine; NULL if it can. */
const char * __init ibrs_refused(void);

/*
 * Set IBRS here and have it set on others. Returns NULL, or with nothing
 * changed why it cannot be: the MSR faults, or does not hold what is written.
 */
const char * __init ibrs_set_boot_cpu(void);

/* The CPU wants IBRS set once and left set (IBRS_ALL, Enhanced IBRS). */
bool __init ibrs_is_enhanced(void);

/*
 * The machine lets firmware calls be wrapped in IBRS, whatever keeps the
 * kernel from using it: the MSR is there and holds what is written. It is
 * left at the base value.
 */
bool __init ibrs_for_firmware(void);

/*
 * WRMSR, always inline: the callers stand where no RET may be executed.
 *
 * A CPU without the MSR warns once and goes on. Where IBRS is in use none comes
 * up. The exception table entry also keeps kprobes from putting a jump into
 * such a caller, by which C would run between two of these.
 */
static __always_inline void x86_spec_ctrl_write(u64 val)
{
	asm volatile("1: wrmsr\n"
		     "2:\n"
		     _ASM_EXTABLE_HANDLE(1b, 2b, ex_handler_wrmsr_unsafe)
		     : : "c" (MSR_IA32_SPEC_CTRL), "a" ((u32)val),
		     "d" ((u32)(val >> 32)) : "memory");
}

/*
 * Clear IBRS on a CPU which leaves this kernel for good: offlined, stopped,
 * or about to start another one. Call it behind the last C function, with
 * interrupts off, and ahead of a WBINVD after which memory has to stay as it
 * is. The CPU gets IBRS back in x86_spec_ctrl_setup_cpu(), should it return.
 */
static __always_inline void ibrs_clear_cpu(void)
{
	if (x86_spec_ctrl_kernel)
		x86_spec_ctrl_write(x86_spec_ctrl_base);
}

/*
 * Set IBRS around a call into firmware, which has not been built with
 * retpolines. For the retpoline modes only: where the kernel itself runs with
 * IBRS, firmware called by it does so too, and nothing is written.
 *
 * Only the boot CPU was asked: one whose microcode lacks the MSR warns here.
 *
 * Context: preemption off from start to end.
 */
static __always_inline void firmware_restrict_branch_speculation_start(void)
{
	if (static_cpu_has(X86_FEATURE_USE_IBRS_FW))
		x86_spec_ctrl_write(x86_spec_ctrl_base | SPEC_CTRL_IBRS);
}

static __always_inline void firmware_restrict_branch_speculation_end(void)
{
	if (static_cpu_has(X86_FEATURE_USE_IBRS_FW))
		x86_spec_ctrl_write(x86_spec_ctrl_base);
}

#endif /* _ASM_X86_IBRS_H */
