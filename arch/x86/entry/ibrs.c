// SPDX-License-Identifier: GPL-2.0
/*
 * IBRS on kernel entry: whether it is used, and the values kernel and user
 * mode run with in IA32_SPEC_CTRL. The entry macros are in
 * arch/x86/entry/ibrs.h.
 */
#define pr_fmt(fmt) "Spectre V2 mitigation: " fmt

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/printk.h>

#include <asm/cpufeature.h>
#include <asm/ibrs.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/text-patching.h>

u64 x86_spec_ctrl_base __ro_after_init;
EXPORT_SYMBOL_GPL(x86_spec_ctrl_base);
u64 x86_spec_ctrl_kernel __ro_after_init;
EXPORT_SYMBOL_GPL(x86_spec_ctrl_kernel);

/* The MSR answered when it was read. CPUID alone has been wrong before. */
static bool spec_ctrl_works __ro_after_init;

/* STIBP is in the base by choice of this kernel, and goes to every CPU. */
static bool stibp_chosen __ro_after_init;

void __init x86_spec_ctrl_init(void)
{
	u64 found;

	/* AMD has CPUs with STIBP and without IBRS */
	if ((!boot_cpu_has(X86_FEATURE_IBRS) &&
	     !boot_cpu_has(X86_FEATURE_STIBP)) ||
	    rdmsrl_safe(MSR_IA32_SPEC_CTRL, &found))
		return;

	x86_spec_ctrl_base = found & ~(u64)SPEC_CTRL_IBRS;
	spec_ctrl_works = true;
	x86_spec_ctrl_setup_cpu();
}

bool notrace x86_spec_ctrl_setup_cpu(void)
{
	u64 found;

	if (x86_spec_ctrl_kernel) {
		/* Of this CPU: the microcode of others may be another */
		if (!(cpuid_edx(7) & BIT(26)))
			return false;
		return !wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_kernel);
	}

	if (!spec_ctrl_works || rdmsrl_safe(MSR_IA32_SPEC_CTRL, &found))
		return true;
	if (found & SPEC_CTRL_IBRS)
		wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_base);
	else if (stibp_chosen && !(found & SPEC_CTRL_STIBP))
		wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_base);
	return true;
}

const char * __init stibp_set_boot_cpu(void)
{
	u64 val = x86_spec_ctrl_base | SPEC_CTRL_STIBP, held = 0;

	if (boot_cpu_has(X86_FEATURE_XENPV))
		return "Xen PV guest";
	if (!boot_cpu_has(X86_FEATURE_STIBP))
		return "not in CPUID";
	/* By CPUID: one that is offline now may come up later */
	if (smp_num_siblings < 2)
		return "no SMT siblings";
	if (!spec_ctrl_works || wrmsrl_safe(MSR_IA32_SPEC_CTRL, val))
		return "IA32_SPEC_CTRL faults";

	rdmsrl_safe(MSR_IA32_SPEC_CTRL, &held);
	if (held != val) {
		wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_base);
		return "IA32_SPEC_CTRL drops writes";
	}

	x86_spec_ctrl_base = val;
	stibp_chosen = true;
	return NULL;
}

/* Why IBRS was chosen or refused. NULL if it was never a question. */
const char *ibrs_reason __ro_after_init;

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
	if (!spec_ctrl_works)
		return "IA32_SPEC_CTRL faults";
	/* IBRS leaves the RSB alone. SMEP keeps user addresses out of it. */
	if (!boot_cpu_has(X86_FEATURE_SMEP))
		return "SMEP is off";
	/* It leaves indirect calls in the entry code, before IBRS is set */
	if (paravirt_stays_unpatched())
		return "noreplace-paravirt";
	return NULL;
}

bool __init ibrs_is_enhanced(void)
{
	u64 cap;

	return boot_cpu_has(X86_FEATURE_ARCH_CAPABILITIES) &&
	       !rdmsrl_safe(MSR_IA32_ARCH_CAPABILITIES, &cap) &&
	       (cap & ARCH_CAP_IBRS_ALL);
}

const char * __init ibrs_set_boot_cpu(void)
{
	u64 val = x86_spec_ctrl_base | SPEC_CTRL_IBRS, held;

	if (wrmsrl_safe(MSR_IA32_SPEC_CTRL, val))
		return "IA32_SPEC_CTRL faults";
	/* A hypervisor may announce the MSR and ignore what is written */
	if (rdmsrl_safe(MSR_IA32_SPEC_CTRL, &held) || held != val) {
		wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_base);
		return "IA32_SPEC_CTRL drops writes";
	}

	x86_spec_ctrl_kernel = val;
	return NULL;
}

enum spectre_v2_mitigation __init ibrs_select(bool asked)
{
	const char *refused = ibrs_refused();

	if (!refused)
		refused = ibrs_set_boot_cpu();
	if (refused) {
		ibrs_reason = refused;
		if (asked)
			pr_err("IBRS refused: %s\n", refused);
		else
			pr_warn("IBRS refused: %s\n", refused);
		return SPECTRE_V2_NONE;
	}

	ibrs_reason = asked ? "command line" : "Skylake-era CPU";
	if (ibrs_is_enhanced()) {
		pr_info("IBRS_ALL: IBRS is set once and stays set\n");
		return SPECTRE_V2_IBRS_ENHANCED;
	}

	setup_force_cpu_cap(X86_FEATURE_KERNEL_IBRS);
	/*
	 * A wrong leg can fetch kernel text without PTI, and where the text is
	 * global, which it is unless mark_rodata_ro() runs.
	 */
	if (!boot_cpu_has(X86_FEATURE_PTI) || !rodata_enabled)
		setup_force_cpu_cap(X86_FEATURE_IBRS_FENCE);
	return SPECTRE_V2_IBRS;
}

bool __init ibrs_for_firmware(void)
{
	u64 val = x86_spec_ctrl_base | SPEC_CTRL_IBRS, held = 0;

	if (!spec_ctrl_works || !boot_cpu_has(X86_FEATURE_IBRS) ||
	    boot_cpu_has(X86_FEATURE_XENPV) ||
	    wrmsrl_safe(MSR_IA32_SPEC_CTRL, val))
		return false;

	rdmsrl_safe(MSR_IA32_SPEC_CTRL, &held);
	wrmsrl_safe(MSR_IA32_SPEC_CTRL, x86_spec_ctrl_base);
	return held == val;
}
