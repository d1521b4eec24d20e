// SPDX-License-Identifier: GPL-2.0-only
/* What the guest makes of its kernel's log, on lines as v4.15 writes them. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "boot/kernel_log.h"

#define RESCUER	"WARNING: CPU: 1 PID: 6 at process_one_work+0x4d/0x310\n"
#define STALL	"INFO: rcu_sched detected stalls on CPUs/tasks:\n"
#define KEXEC	"WARNING: CPU: 0 PID: 0 at setup_local_APIC+0x1f/0x2e0\n"
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
	{ "an MSR that is not there", "unchecked MSR access error\n", 1, 0, 1, 0 },
	{ "lockdep", "possible recursive locking detected\n", 1, 0, 1, 0 },
	{ "what follows a bad line is shown, 30 lines of it",
	  "BUG: x\n" TEN TEN TEN TEN, 1, 0, 31, 0 },
	{ "another one has its own", "BUG: x\n" TEN "BUG: y\n" TEN TEN TEN TEN,
	  2, 0, 42, 0 },
	{ "a stall is late", STALL, 1, 1, 1, 0 },
	{ "so is a lockup", "watchdog: BUG: soft lockup - CPU#0\n", 1, 1, 1, 0 },
	{ "a stall beside an oops is not all", STALL "Oops: 0000\n", 2, 1, 2, 0 },
	{ "a rescuer's warning, by its trace", RESCUER TRACE, 0, 0, 4, 0 },
	{ "a worker's", RESCUER "Call Trace:\n worker_thread+0x1/0x2\n",
	  1, 0, 3, 0 },
	{ "no trace is behind it", RESCUER, 1, 0, 1, 0 },
	{ "a rescuer comes too far behind it", RESCUER TEN TEN TEN TRACE,
	  1, 0, 31, 0 },
	{ "a rescuer in another's trace", RESCUER "Oops: 0\n" TRACE, 2, 0, 5, 0 },
	{ "two rescuers", RESCUER TRACE RESCUER TRACE, 0, 0, 8, 0 },
	{ "one trace is not for two", RESCUER RESCUER TRACE, 1, 0, 5, 0 },
	{ "a rescuer's name for another warning",
	  "WARNING: CPU: 0 PID: 6 at worker_thread+0x1/0x2\n" TRACE, 1, 0, 4, 0 },
	{ "its trace is lost: nobody knows", RESCUER LOST TRACE, 1, 1, 4, 0 },
	{ "lost behind it", RESCUER TRACE LOST, 0, 0, 4, 0 },
	{ "lost behind another", "BUG: x\n" LOST, 1, 0, 1, 0 },
	{ "an interrupt at kexec", KEXEC, 0, 0, 1, 1 },
	{ "and at no kexec", KEXEC, 1, 0, 1, 0 },
};

int main(void)
{
	unsigned int n = sizeof(tests) / sizeof(tests[0]), failed = 0;

	printf("KTAP version 1\n1..%u\n", n);
	for (unsigned int i = 0; i < n; i++) {
		struct kernel_log l = { .after_kexec = tests[i].after_kexec };
		char log[512], *rest = log, *line;
		unsigned long shown = 0;
		bool ok;

		snprintf(log, sizeof(log), "%s", tests[i].log);
		while ((line = strsep(&rest, "\n")))
			if (!strcmp(line, "EPIPE"))
				kernel_log_lost(&l);
			else if (*line)
				shown += !!kernel_log_line(&l, line);
		ok = l.bad == tests[i].bad && l.late == tests[i].late &&
		     shown == tests[i].shown;
		failed += !ok;
		printf("%s %u %s\n", ok ? "ok" : "not ok", i + 1,
		       tests[i].name);
		if (!ok)
			printf("# %lu bad, %lu late, %lu shown\n", l.bad,
			       l.late, shown);
	}
	return failed ? 1 : 0;
}
