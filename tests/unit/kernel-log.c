// SPDX-License-Identifier: GPL-2.0-only
/* What the guest makes of its kernel's log, on lines as v4.15 writes them. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "boot/kernel_log.h"

#define RESCUER	"WARNING: CPU: 1 PID: 6 at process_one_work+0x4d/0x310\n"
#define STALL	"INFO: rcu_sched detected stalls on CPUs/tasks:\n"
#define KEXEC	"WARNING: CPU: 0 PID: 0 at setup_local_APIC+0x1f/0x2e0\n"
#define TSC	"WARNING: CPU: 1 PID: 27 at kvm_set_tsc_khz+0x1bc/0x1c0\n"
#define TRACE	"Call Trace:\n rescuer_thread+0x1b2/0x300\n kthread+0xf0/0x130\n"
#define TEN	"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"
#define LOST	"EPIPE\n"	/* what reading the log says */

static const struct {
	const char *name, *log;
	unsigned long bad, late, shown;
	int after_kexec;
} tests[] = {
	{ "nothing", "", 0, 0, 0, 0 },
	{ "what is of no interest", "clocksource: hpet\n", 0, 0, 0, 0 },
	{ "what was chosen is shown",
	  "Spectre V2 mitigation: Mitigation: IBRS\nhpet0\n", 0, 0, 1, 0 },
	{ "a warning", "WARNING: CPU: 0 PID: 1 at f+0x1/0x2\n", 1, 0, 1, 0 },
	{ "a BUG", "BUG: unable to handle kernel paging request\n", 1, 0, 1, 0 },
	{ "an oops", "Oops: 0002 [#1] SMP PTI\n", 1, 0, 1, 0 },
	{ "an oops of another kind", "invalid opcode: 0000 [#1] SMP\n", 1, 0, 1, 0 },
	{ "an MSR that is not there", "unchecked MSR access error\n", 1, 0, 1, 0 },
	{ "lockdep", "possible recursive locking detected\n", 1, 0, 1, 0 },
	{ "what follows a bad line is shown, 30 lines of it",
	  "BUG: x\n" TEN TEN TEN TEN, 1, 0, 31, 0 },
	{ "another one has its own", "BUG: x\n" TEN "BUG: y\n" TEN TEN TEN TEN,
	  2, 0, 42, 0 },
	{ "a stall is late", STALL, 1, 1, 1, 0 },
	{ "so is a lockup", "watchdog: BUG: soft lockup - CPU#0\n", 1, 1, 1, 0 },
	{ "a stall beside an oops is not all", STALL "Oops: 0000 [#1] SMP\n", 2, 1, 2, 0 },
	{ "a rescuer's warning, by its trace", RESCUER TRACE, 0, 0, 4, 0 },
	{ "with the line of the source", "WARNING: CPU: 1 PID: 6 at "
	  "kernel/workqueue.c:2041 process_one_work+0x4d/0x310\n" TRACE, 0, 0, 4, 0 },
	{ "a worker's", RESCUER "Call Trace:\n worker_thread+0x1/0x2\n",
	  1, 0, 3, 0 },
	{ "no trace is behind it", RESCUER, 1, 0, 1, 0 },
	{ "a rescuer comes too far behind it", RESCUER TEN TEN TEN TRACE,
	  1, 0, 31, 0 },
	{ "a rescuer in another's trace", RESCUER "Oops: 0 [#1]\n" TRACE, 2, 0, 5, 0 },
	{ "two rescuers", RESCUER TRACE RESCUER TRACE, 0, 0, 8, 0 },
	{ "one trace is not for two", RESCUER RESCUER TRACE, 1, 0, 5, 0 },
	{ "a rescuer's name for another warning",
	  "WARNING: CPU: 0 PID: 6 at worker_thread+0x1/0x2\n" TRACE, 1, 0, 4, 0 },
	{ "its trace is lost: nobody knows", RESCUER LOST TRACE, 1, 1, 4, 0 },
	{ "lost behind it", RESCUER TRACE LOST, 0, 0, 4, 0 },
	{ "lost behind another", "BUG: x\n" LOST, 1, 0, 1, 0 },
	{ "KVM's, of a rate that the TSC has outgrown", TSC TEN, 0, 0, 11, 0 },
	{ "with the line of the source", "WARNING: CPU: 0 PID: 26 at "
	  "arch/x86/kvm/x86.c:1314 kvm_set_tsc_khz+0x1bc/0x1c0\n", 0, 0, 1, 0 },
	{ "another warning beside it", TSC "WARNING: CPU: 0 PID: 1 at f+0x1/0x2\n",
	  1, 0, 2, 0 },
	{ "an oops there", "BUG: at kvm_set_tsc_khz+0x1bc/0x1c0\n", 1, 0, 1, 0 },
	{ "an interrupt at kexec", KEXEC, 0, 0, 1, 1 },
	{ "and at no kexec", KEXEC, 1, 0, 1, 0 },
};

/* What the kernel is tainted by beside its log. */
static const struct {
	const char *name, *log;
	unsigned long tainted, bad, late;
} marks[] = {
	{ "a warning that left its mark", "WARNING: CPU: 0 at f+0x1/0x2\n",
	  1UL << 9, 1, 0 },
	{ "one that is not in the log", "", 1UL << 9, 1, 0 },
	{ "one of which the log has lost whose it was", LOST, 1UL << 9, 1, 1 },
	{ "an oops that it has lost", LOST, 1UL << 9 | 1UL << 7, 2, 1 },
	{ "a lockup", LOST, 1UL << 14, 1, 1 },
	{ "one of two that it has lost", "WARNING: CPU: 0 at f+0x1/0x2\n" LOST,
	  1UL << 9, 1, 0 },
	{ "an oops that is not", "WARNING: CPU: 0 at f+0x1/0x2\n",
	  1UL << 9 | 1UL << 7, 2, 0 },
	{ "a lockup and a bad page that are not", "", 1UL << 5 | 1UL << 14, 2, 0 },
	{ "a rescuer's warning that is", RESCUER TRACE, 1UL << 9, 0, 0 },
	{ "a module's marks", "", 1UL << 0 | 1UL << 12, 0, 0 },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* @shown lines of @log are to be shown. */
static struct kernel_log parse(const char *log, int after_kexec,
			       unsigned long *shown)
{
	struct kernel_log l = { .after_kexec = after_kexec };
	char copy[512], *rest = copy, *line;

	*shown = 0;
	snprintf(copy, sizeof(copy), "%s", log);
	while ((line = strsep(&rest, "\n")))
		if (!strcmp(line, "EPIPE"))
			kernel_log_lost(&l);
		else if (*line)
			*shown += !!kernel_log_line(&l, line);
	return l;
}

static unsigned int said, failed;

static void ok(bool good, const char *name, const struct kernel_log *l,
	       unsigned long shown)
{
	failed += !good;
	printf("%s %u %s\n", good ? "ok" : "not ok", ++said, name);
	if (!good)
		printf("# %lu bad, %lu late, %lu shown\n", l->bad, l->late, shown);
}

int main(void)
{
	unsigned long shown;

	printf("KTAP version 1\n1..%zu\n", COUNT(tests) + COUNT(marks));
	for (size_t i = 0; i < COUNT(tests); i++) {
		struct kernel_log l = parse(tests[i].log, tests[i].after_kexec,
					    &shown);

		ok(l.bad == tests[i].bad && l.late == tests[i].late &&
		   shown == tests[i].shown, tests[i].name, &l, shown);
	}
	for (size_t i = 0; i < COUNT(marks); i++) {
		struct kernel_log l = parse(marks[i].log, 0, &shown);

		kernel_log_taints(&l, marks[i].tainted);
		ok(l.bad == marks[i].bad && l.late == marks[i].late, marks[i].name, &l, shown);
	}
	return failed ? 1 : 0;
}
