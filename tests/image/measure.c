// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it costs, in TSC cycles: minimum, median and 99th percentile of many
 * runs, less what reading the TSC twice takes.
 *
 * The instructions by themselves, and round trips from user mode with IBRS
 * off, with a retpoline thunk, and with IBRS on. The two interrupts are IPIs
 * to self, so they hold the APIC's latency as well: their difference counts.
 * Under TCG an instruction has no cost: all of this runs, nothing is shown.
 */
#include <asm/ibrs.h>
#include <asm/msr.h>

#include "image.h"
#include "io.h"

#define SAMPLES		2048u

extern void user_measure_syscall(void), user_measure_ipi(void);
extern void user_measure_nmi(void), user_measure_nothing(void);

/* user programs write them at USER_SAMPLES */
u64 samples[SAMPLES] __attribute__((aligned(PAGE_SIZE)));
static u64 overhead;

static void sort(void)
{
	for (unsigned int gap = SAMPLES / 2; gap; gap /= 2)
		for (unsigned int i = gap; i < SAMPLES; i++) {
			u64 val = samples[i];
			unsigned int k = i;

			for (; k >= gap && samples[k - gap] > val; k -= gap)
				samples[k] = samples[k - gap];
			samples[k] = val;
		}
}

static u64 net(u64 cycles)
{
	return cycles > overhead ? cycles - overhead : 0;
}

static void show(const char *what, const char *with)
{
	sort();
	if (cpu_is_tcg())
		print("# cost: %s%s: not shown, TCG has no cycles\n", what,
		      with);
	else
		print("# cost: %s%s: min %lu median %lu p99 %lu cycles\n", what,
		      with, net(samples[0]), net(samples[SAMPLES / 2]),
		      net(samples[SAMPLES * 99 / 100]));
}

static void user(void (*prog)(void), const char *what, const char *with)
{
	watchdog_feed();
	udata->apic = USER_APIC;
	udata->apic_id = apic_id();
	if (user_run((struct program){ prog, false }, SAMPLES, 0))
		ktap_die("a measuring program failed", NULL);
	if (what)
		show(what, with);
}

static void round_trips(const char *with)
{
	user(user_measure_syscall, "null system call", with);
	if (!apic_has_page())
		return;
	user(user_measure_ipi, "interrupt from user mode", with);
	user(user_measure_nmi, "NMI from user mode", with);
}

static void instructions(void)
{
	u64 val = mode_kernel_value();

	for (unsigned int i = 0; i < SAMPLES; i++) {
		u64 t = rdtsc_ordered();

		wrmsrl(MSR_IA32_SPEC_CTRL, val);
		samples[i] = rdtsc_ordered() - t;
	}
	show("WRMSR 48h", "");
	for (unsigned int i = 0; i < SAMPLES; i++) {
		u64 t = rdtsc_ordered();

		rdmsr64(MSR_IA32_SPEC_CTRL);
		samples[i] = rdtsc_ordered() - t;
	}
	show("RDMSR 48h", "");
}

void measure_all(bool ibrs, bool pti)
{
	mode_set(false, false);
	cpu_load_entries(pti);
	user(user_measure_nothing, NULL, NULL);
	sort();
	overhead = samples[SAMPLES / 2];
	round_trips(", IBRS off");
	mode_set(false, true);
	user(user_measure_syscall, "null system call", ", retpoline");
	mode_set(false, false);
	if (!ibrs)
		return;
	mode_set(true, false);
	instructions();
	round_trips(", IBRS on");
}
