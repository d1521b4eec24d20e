// SPDX-License-Identifier: GPL-2.0
/*
 * The values kernel and user mode run with in IA32_SPEC_CTRL.
 *
 * Selection and its strings are in arch/x86/kernel/cpu/bugs.c, the entry
 * macros in arch/x86/entry/ibrs.h.
 */
#include <linux/cache.h>
#include <linux/init.h>

#include <asm/cmdline.h>
#include <asm/cpufeature.h>
#include <asm/ibrs.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/setup.h>

u64 x86_spec_ctrl_base __ro_after_init;
u64 x86_spec_ctrl_kernel __ro_after_init;

/* The MSR answered when it was read. CPUID alone has been wrong before. */
static bool ibrs_msr_works __initdata;

void __init x86_spec_ctrl_init(void)
{
	u64 base;

	if (!boot_cpu_has(X86_FEATURE_IBRS) ||
	    rdmsrl_safe(MSR_IA32_SPEC_CTRL, &base))
		return;

	x86_spec_ctrl_base = base & ~(u64)SPEC_CTRL_IBRS;
	ibrs_msr_works = true;
}

const char * __init ibrs_refused(void)
{
	if (!IS_ENABLED(CONFIG_X86_64))
		return "32-bit kernel";
	/* Entry is by hypercall, and SPEC_CTRL is the hypervisor's */
	if (boot_cpu_has(X86_FEATURE_XENPV))
		return "Xen PV guest";
	/* On AMD IBRS is not meant to be toggled on entry */
	if (boot_cpu_data.x86_vendor != X86_VENDOR_INTEL)
		return "not an Intel CPU";
	if (IS_ENABLED(CONFIG_CPU_SUP_INTEL) && ibrs_bad_microcode)
		return "microcode withdrawn by Intel";
	if (!boot_cpu_has(X86_FEATURE_IBRS))
		return "not in CPUID";
	if (!ibrs_msr_works)
		return "IA32_SPEC_CTRL faults";
	/* IBRS leaves the RSB alone. SMEP keeps user addresses out of it. */
	if (!boot_cpu_has(X86_FEATURE_SMEP))
		return "SMEP is off";
	/* It leaves indirect calls in the entry code, before IBRS is set */
	if (IS_ENABLED(CONFIG_PARAVIRT) &&
	    cmdline_find_option_bool(boot_command_line, "noreplace-paravirt"))
		return "noreplace-paravirt";
	return NULL;
}

bool __init ibrs_for_firmware(void)
{
	return ibrs_msr_works && !boot_cpu_has(X86_FEATURE_XENPV) &&
	       !wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_base);
}

bool __init ibrs_is_enhanced(void)
{
	u64 cap;

	return boot_cpu_has(X86_FEATURE_ARCH_CAPABILITIES) &&
	       !rdmsrl_safe(MSR_IA32_ARCH_CAPABILITIES, &cap) &&
	       (cap & ARCH_CAP_IBRS_ALL);
}

bool __init ibrs_arm_boot_cpu(void)
{
	u64 val = x86_spec_ctrl_base | SPEC_CTRL_IBRS;

	if (!ibrs_msr_works || wrmsrl_safe(MSR_IA32_SPEC_CTRL, val))
		return false;

	x86_spec_ctrl_kernel = val;
	return true;
}

void notrace ibrs_arm_cpu(void)
{
	if (x86_spec_ctrl_kernel)
		wrmsrl(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_kernel);
}
