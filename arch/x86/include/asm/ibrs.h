/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Indirect Branch Restricted Speculation (IBRS) on kernel entry.
 *
 * Constants and C helpers. The entry macros are in arch/x86/entry/ibrs.h,
 * the invariant they keep is in Documentation/x86/ibrs.txt.
 */
#ifndef _ASM_X86_IBRS_H
#define _ASM_X86_IBRS_H

/*
 * Speculation control MSRs: Intel SDM volume 4, "IA-32 architectural MSRs".
 *
 * The assembler reads these too. Binutils before 2.28 reject the suffix of
 * a C constant, so they are plain numbers and not BIT().
 */
#define MSR_IA32_SPEC_CTRL		0x00000048
#define SPEC_CTRL_IBRS			(1 << 0)
#define SPEC_CTRL_STIBP			(1 << 1)

#define MSR_IA32_PRED_CMD		0x00000049
#define PRED_CMD_IBPB			(1 << 0)

#define MSR_IA32_ARCH_CAPABILITIES	0x0000010a
#define ARCH_CAP_RDCL_NO		(1 << 0)
#define ARCH_CAP_IBRS_ALL		(1 << 1)

#ifndef __ASSEMBLY__

#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/types.h>

#include <asm/cpufeature.h>

/*
 * True once a CPU has been found to run one of the microcode revisions whose
 * IBRS, IBPB and STIBP Intel has withdrawn. The three CPUID bits are hidden
 * then; this only tells the log why.
 */
extern bool ibrs_bad_microcode;

/*
 * x86_spec_ctrl_base: IA32_SPEC_CTRL as the firmware left it, bit IBRS
 * cleared. User mode runs with it. Written once at boot.
 *
 * x86_spec_ctrl_kernel: base with bit IBRS set. Kernel mode runs with it.
 * Zero until IBRS has been chosen, and for ever when it has not.
 *
 * Both are 64 bits wide: WRMSR writes all of EDX:EAX and faults on none of
 * the reserved bits RDMSR has returned, so bits this kernel does not know
 * survive. Both are mapped by the kernel page tables only.
 */
extern u64 x86_spec_ctrl_base;
extern u64 x86_spec_ctrl_kernel;

/* Read the base. Boot CPU, once, before mitigations are selected. */
void __init x86_spec_ctrl_init(void);

/*
 * Set IBRS on the boot CPU and let ibrs_arm_cpu() do so on all others.
 * Has to run before the retpolines are patched away. Returns false, with
 * nothing changed, if the MSR is not there or the write of it faults.
 */
bool __init ibrs_arm_boot_cpu(void);

/*
 * Why this kernel cannot use IBRS on this machine. Returns a phrase for the
 * log and sysfs, NULL if it can. Boot CPU, after x86_spec_ctrl_init().
 */
const char * __init ibrs_refused(void);

/*
 * The machine lets firmware calls be wrapped in IBRS, whatever keeps the
 * kernel from using it: the MSR is there and a write of it does not fault.
 */
bool __init ibrs_for_firmware(void);

/* The CPU wants IBRS set once and left set (IBRS_ALL, Enhanced IBRS). */
bool __init ibrs_is_enhanced(void);

/*
 * Set IBRS on a CPU that comes out of INIT, S3 or an offline state, if IBRS
 * has been chosen. Has to run before interrupts are enabled there: an
 * interrupt from kernel mode sets nothing, and a kernel thread can run for
 * long before anything returns to user mode and comes back.
 */
void ibrs_arm_cpu(void);

/*
 * Bare WRMSR, always inline and without an exception table entry: the callers
 * stand where no RET may be executed, and at boot a write has been tried.
 */
static __always_inline void x86_spec_ctrl_write(u64 val)
{
	asm volatile("wrmsr" : : "c" (MSR_IA32_SPEC_CTRL), "a" ((u32)val),
		     "d" ((u32)(val >> 32)) : "memory");
}

/*
 * Exit latency in microseconds from which an idle state is worth two WRMSR.
 * They cost well below one, and an idle state is entered for a multiple of
 * its exit latency.
 */
#define IBRS_IDLE_LATENCY	50

static __always_inline bool ibrs_idle_clears(unsigned int exit_latency)
{
	return static_cpu_has(X86_FEATURE_KERNEL_IBRS) &&
	       exit_latency >= IBRS_IDLE_LATENCY;
}

/*
 * Clear IBRS on a CPU which leaves this kernel for good: offlined, stopped,
 * or about to start another one. Call it last, with interrupts off. It gets
 * IBRS back in ibrs_arm_cpu(), should it return.
 */
static __always_inline void ibrs_disarm_cpu(void)
{
	if (x86_spec_ctrl_kernel)
		x86_spec_ctrl_write(x86_spec_ctrl_base);
}

/*
 * Set IBRS around a call into firmware, which has not been built with
 * retpolines. For the retpoline modes only: where the kernel itself runs with
 * IBRS, firmware called by it does so too, and nothing is written.
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

#endif /* !__ASSEMBLY__ */
#endif /* _ASM_X86_IBRS_H */
