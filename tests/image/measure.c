// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it costs, in TSC cycles: minimum, median and 99th percentile of many
 * runs, less the least that the same code takes with nothing in it.
 *
 * LFENCE stands on both sides of each RDTSC: it starts when all before it has
 * ended, WRMSR included, and nothing behind it starts earlier (SDM 2B, RDTSC,
 * LFENCE). That holds for Intel's processors, the only ones IBRS is used on.
 *
 * The instructions by themselves, and round trips from user mode with IBRS
 * off, with a retpoline thunk, with IBRS on, and off again: where the two
 * differ the clock has changed, and so may anything in between. Interrupt and
 * NMI come twice: by INT n through their gates, which takes the same way and
 * always as long, and by the APIC, whose latency is then part of it.
 * Under TCG an instruction has no cost: all of this runs, nothing is shown.
 */
#include <asm/ibrs.h>
#include <asm/msr.h>
#include <asm/processor.h>

#include "image.h"
#include "io.h"

#define SAMPLES		2048u

extern void user_measure_syscall(void), user_measure_ipi(void);
extern void user_measure_nmi(void), user_measure_nothing(void);
extern void user_measure_int(void), user_measure_int_nmi(void);

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

/* @count: of what is measured; it has to go up by one for each sample. */
static void user(void (*prog)(void), const u32 *count)
{
	u32 before = *count;

	watchdog_feed();
	udata->apic = USER_APIC;
	udata->apic_id = apic_id();
	if (user_run((struct program){ prog, false }, SAMPLES, 0))
		ktap_die("a measuring program failed", NULL);
	if (*count - before < SAMPLES)
		ktap_die("a measuring program did not do what it measures",
			 NULL);
}

static void null_call(const char *with)
{
	user(user_measure_syscall, &null_calls);
	show("null system call", with);
}

static void round_trips(const char *with)
{
	const u32 *irqs = &seen[AT_IRQ].user, *nmis = &seen[AT_VEC + 2].user;

	null_call(with);
	gate_dpl(VEC_IPI, 3);
	gate_dpl(2, 3);
	user(user_measure_int, irqs);
	show("interrupt, by INT", with);
	user(user_measure_int_nmi, nmis);
	show("NMI, by INT", with);
	gate_dpl(VEC_IPI, 0);
	gate_dpl(2, 0);
	if (!apic_has_page())
		return;
	user(user_measure_ipi, irqs);
	show("interrupt, by the APIC", with);
	user(user_measure_nmi, nmis);
	show("NMI, by the APIC", with);
}

/* What the code around it takes. */
static void baseline(void)
{
	sort();
	overhead = samples[0];
}

#define TAKE(before, what)						\
	for (unsigned int i = 0; i < SAMPLES; i++) {			\
		u64 t;							\
									\
		before;							\
		t = rdtsc_ordered();					\
		what;							\
		samples[i] = rdtsc_ordered() - t;			\
	}

/* Interrupts are off in here: nothing can hit with the bit clear. */
static void instructions(void)
{
	u64 set = mode_kernel_value(), clear = x86_spec_ctrl_base;

	TAKE((void)0, (void)0);
	baseline();
	TAKE(x86_spec_ctrl_write(clear), x86_spec_ctrl_write(set));
	show("WRMSR 48h, sets IBRS", "");
	TAKE(x86_spec_ctrl_write(set), x86_spec_ctrl_write(clear));
	x86_spec_ctrl_write(set);
	show("WRMSR 48h, clears IBRS", "");
	TAKE((void)0, rdmsr64(MSR_IA32_SPEC_CTRL));
	show("RDMSR 48h", "");
}

void measure_all(bool ibrs, bool pti)
{
	/* again, as all before has left the screen by then */
	print("# cost: on %s, microcode 0x%x, hypervisor: %s\n", cpu_name(),
	      boot_cpu_data.microcode, hypervisor_name());
	mode_set(ibrs, false);
	cpu_load_entries(pti);
	if (ibrs)
		instructions();
	mode_set(false, false);
	user_run((struct program){ user_measure_nothing, false }, SAMPLES, 0);
	baseline();
	round_trips(", IBRS off");
	mode_set(false, true);
	null_call(", retpoline");
	if (ibrs) {
		mode_set(true, false);
		round_trips(", IBRS on");
	}
	mode_set(false, false);
	null_call(", IBRS off again");
}
