// SPDX-License-Identifier: GPL-2.0-only
/*
 * IBRS or not. The series' own code decides, arms and chooses what is patched
 * (arch/x86/entry/ibrs.c, built in here as it is), in the order of
 * spectre_v2_select_mitigation().
 */
#include <asm/cpufeature.h>
#include <asm/ibrs.h>
#include <asm/msr.h>

#include "image.h"

static bool on;

bool mode_on(void)
{
	return on;
}

u64 mode_kernel_value(void)
{
	return x86_spec_ctrl_base | SPEC_CTRL_IBRS;
}

const char *mode_choose(void)
{
	microcode_check();
	x86_spec_ctrl_init();
	if (option_is("spectre_v2", "off"))
		return "spectre_v2=off";
	if (ibrs_is_enhanced() && !ibrs_refused())
		return "IBRS_ALL: the CPU wants the bit set once";
	return ibrs_refused();
}

static u64 patched(void)
{
	return boot_features & ((1ull << X86_FEATURE_NR_PATCHED) - 1);
}

/*
 * The MSR first, then the code, as on the boot CPU; on the way back the code
 * first. Refused by now, the register does not hold what was written to it:
 * CPUID shows what is not there, and nothing can be judged.
 */
void mode_set(bool want, bool retpoline)
{
	setup_clear_cpu_cap(X86_FEATURE_RETPOLINE);
	if (retpoline)
		setup_force_cpu_cap(X86_FEATURE_RETPOLINE);
	if (want && !on && ibrs_select(true) != SPECTRE_V2_IBRS)
		ktap_error(ibrs_reason);
	if (!want) {
		setup_clear_cpu_cap(X86_FEATURE_KERNEL_IBRS);
		setup_clear_cpu_cap(X86_FEATURE_IBRS_FENCE);
	}
	alternative_instructions(patched());
	if (!want && on) {
		ibrs_clear_cpu();
		x86_spec_ctrl_kernel = 0;
	}
	on = want;
}

const char *mode_base_lost(u64 lost)
{
	bool stibp = lost & SPEC_CTRL_STIBP, ssbd = lost & SPEC_CTRL_SSBD;

	if (stibp && ssbd)
		return lost >> 32 ? "R6:stibp R6:ssbd R6:high: base is lost" :
		       "R6:stibp R6:ssbd: the low half of base is lost";
	if (lost >> 32)
		return "R6:high: the high half of base is lost";
	return stibp ? "R6:stibp: STIBP is lost" : ssbd ?
	       "R6:ssbd: SSBD is lost" : "R6: a bit other than IBRS has changed";
}

void body_check(enum path at)
{
	u64 found;

	if (!on)
		return;
	found = rdmsr64(MSR_IA32_SPEC_CTRL);
	seen[at].body_bad += found != mode_kernel_value();
	seen[at].lost |= (found | SPEC_CTRL_IBRS) ^ mode_kernel_value();
}
