// SPDX-License-Identifier: GPL-2.0
/*
 * spectre_v2_user=: one user against another, by IBPB where a CPU goes from
 * one to the next and by STIBP where two run on the threads of a core.
 */
#define pr_fmt(fmt) "Spectre V2 mitigation: " fmt

#include <linux/cache.h>
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <asm/cmdline.h>
#include <asm/cpufeature.h>
#include <asm/ibpb.h>
#include <asm/ibrs.h>
#include <asm/msr.h>
#include <asm/setup.h>

enum user_cmd {
	USER_CMD_OFF,
	USER_CMD_AUTO,
	USER_CMD_ON,
};

static bool stibp_used __ro_after_init;

static enum user_cmd __init parse_cmdline(void)
{
	char arg[20];

	if (cmdline_find_option(boot_command_line, "spectre_v2_user", arg,
				sizeof(arg)) <= 0)
		return USER_CMD_AUTO;

	if (!strcmp(arg, "off"))
		return USER_CMD_OFF;
	if (!strcmp(arg, "on"))
		return USER_CMD_ON;
	if (strcmp(arg, "auto"))
		pr_err("spectre_v2_user=%s is unknown. Switching to auto\n",
		       arg);
	return USER_CMD_AUTO;
}

static void __init select_ibpb(bool always)
{
	if (!boot_cpu_has(X86_FEATURE_IBPB))
		return;

	/* CPUID alone has been wrong before */
	if (wrmsrl_safe(MSR_IA32_PRED_CMD, PRED_CMD_IBPB)) {
		pr_err("IBPB refused: IA32_PRED_CMD faults\n");
		return;
	}

	ibpb_always = always;
	setup_force_cpu_cap(X86_FEATURE_USE_IBPB);
	pr_info("IBPB: %s\n", always ? "to every user" :
		"to users that are not dumpable, and in exec");
}

static void __init select_stibp(void)
{
	const char *refused = stibp_set_boot_cpu();

	if (refused) {
		pr_warn("STIBP refused: %s\n", refused);
		return;
	}

	stibp_used = true;
	pr_info("STIBP: set in user mode\n");
}

void __init spectre_v2_user_select(bool on)
{
	enum user_cmd cmd = on ? USER_CMD_ON : parse_cmdline();

	if (cmd == USER_CMD_OFF)
		return;

	select_ibpb(cmd == USER_CMD_ON);
	if (cmd == USER_CMD_ON)
		select_stibp();
}

const char *spectre_v2_user_suffix(void)
{
	if (boot_cpu_has(X86_FEATURE_USE_IBPB))
		return stibp_used ? ", IBPB, STIBP" : ", IBPB";

	return stibp_used ? ", STIBP" : "";
}
