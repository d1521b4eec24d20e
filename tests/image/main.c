// SPDX-License-Identifier: GPL-2.0-only
/*
 * The run: all tests with IBRS off, then, where it can be used, with it on;
 * each test plain and, from its entry point, stepped; then the cost.
 */
#include <asm/processor.h>

#include "image.h"
#include "io.h"

extern const struct test tests_begin[] __asm__("__start_tests");
extern const struct test tests_end[] __asm__("__stop_tests");

static bool starts_with(const char *s, const char *with)
{
	while (*with)
		if (*s++ != *with++)
			return false;
	return true;
}

static bool skips(const char *why)
{
	return why && starts_with(why, SKIPPED);
}

/* One pass more, a #DB at each instruction of the path. */
static const char *stepped(const char *phase, const struct test *t)
{
	const struct step_result *r;
	const char *why;

	watchdog_feed();
	step_arm(t->entry);
	why = t->run(1);
	r = step_done();
	if (!why)
		why = r->why;
	if (!why && !r->insns)
		why = "no instruction of the path was stepped";
	print("# step %s-%s: %u instructions, %u rdmsr, %u wrmsr, window in %u out %u\n",
	      phase, t->name, r->insns, r->rd, r->wr, r->in, r->out);
	for (const char * const *also = r->also; *also; also++)
		print("# %s-%s: %s\n", phase, t->name, *also);
	if (why && r->at)
		print("# at %lx\n", r->at);
	return why;
}

static void one(const char *phase, const struct test *t, u64 loops)
{
	const char *why;

	watchdog_feed();
	why = t->run(loops);
	if (t->entry && !skips(why) && option_num("step", 1)) {
		const char *rule = stepped(phase, t);

		/* what went wrong has its rule, as a rule */
		if (!why)
			why = rule;
		else if (rule)
			print("# %s-%s: %s\n", phase, t->name, rule);
	}
	if (skips(why))
		ktap_skip(phase, t->name, why + sizeof(SKIPPED) - 1);
	else
		ktap_case(phase, t->name, why);
}

static void skip_all(const char *phase, const char *why)
{
	for (const struct test *t = tests_begin; t < tests_end; t++)
		ktap_skip(phase, t->name, why);
}

static void all(const char *phase, bool on, bool pti)
{
	u64 loops = option_num("loops", 20);

	mode_set(on, false);
	cpu_load_entries(pti);
	for (const struct test *t = tests_begin; t < tests_end; t++)
		one(phase, t, loops ? loops : 1);
}

extern void user_hang(void);

/* To see the watchdog: in user mode, or in the kernel with interrupts off. */
static void hang(bool pti)
{
	mode_set(false, false);
	cpu_load_entries(pti);
	watchdog_feed();
	if (option_is("hang", "user"))
		user_run((struct program){ user_hang, false }, 1, 0);
	asm volatile("cli");
	for (;;)
		;
}

static void facts(const char *refused, bool pti)
{
	print("# fact: cpu=%s\n", cpu_name());
	print("# fact: microcode=0x%x\n", boot_cpu_data.microcode);
	print("# fact: hypervisor=%s\n", hypervisor_name());
	print("# fact: command-line=%s\n", boot_command_line);
	print("# fact: pti=%s\n", pti ? "on" : "off");
	print("# fact: ibrs=%s%s\n", refused ? "refused: " : "can be used",
	      refused ? refused : "");
	print("# fact: sites=%u\n",
	      alternative_sites(X86_FEATURE_KERNEL_IBRS));
}

/* What the user of a machine with IBRS has come for. */
static void answer(const char *refused)
{
	if (refused) {
		ktap_off_only();
		print("# answer: IBRS has not been tried: %s\n", refused);
	} else if (ktap_failed()) {
		print("# answer: no, IBRS fails here: see the cases above\n");
	} else {
		print("# answer: yes, IBRS holds here on each path taken\n");
	}
}

__attribute__((noreturn)) void image_main(u32 loader, u64 info);
void image_main(u32 loader, u64 info)
{
	bool pti;
	const char *refused;

	con_init();
	cmdline_load(loader, info);
	pti = !option_is("pti", "off");
	cpu_features();
	if (pti)
		boot_features |= 1ull << X86_FEATURE_PTI;
	paging_init();
	cpu_init();
	ktap_plan(2 * (unsigned int)(tests_end - tests_begin));
	cmdline_check();
	apic_init();
	watchdog_init();
	refused = mode_choose();
	facts(refused, pti);
	if (option("hang"))
		hang(pti);
	if (option_is("mode", "on"))
		skip_all("off", "mode=on");
	else
		all("off", false, pti);
	if (!refused && option_is("mode", "off"))
		refused = "mode=off";
	if (refused)
		skip_all("on", refused);
	else
		all("on", true, pti);
	if (option_num("measure", 1))
		measure_all(!refused, pti);
	step_counts();
	answer(refused);
	ktap_end();
}
