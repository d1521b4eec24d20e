// SPDX-License-Identifier: GPL-2.0-only
/*
 * Idle: HLT, or MWAIT where the kernel finds it.
 *
 * Rule: HLT and MWAIT stop the processor until an interrupt; MWAIT with the
 * break hint also wakes while IF is clear.
 * Trigger: sleep, nothing else being runnable.
 * Cannot tell apart: HLT from an MWAIT the kernel uses without cpuidle; the
 * state counters of cpuidle tell what its driver used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../guest.h"

#define IDLE_DIR	"/sys/devices/system/cpu/cpu%d/cpuidle/state%d/"
#define MAX_STATES	10

static void naps(unsigned long n)
{
	const struct timespec ts = { .tv_nsec = 4000000 };

	while (n--)
		nanosleep(&ts, NULL);
}

/* Ticks all CPUs together were idle: 4th number of the first line. */
static unsigned long idle_ticks(void)
{
	unsigned long u = 0, n = 0, s = 0, idle = 0;
	static char buf[4096];

	read_file("/proc/stat", buf, sizeof(buf));
	sscanf(buf, "cpu %lu %lu %lu %lu", &u, &n, &s, &idle);
	return idle;
}

int idle_any(unsigned long loops)
{
	unsigned long before = idle_ticks();

	naps(loops < 10 ? 10 : loops);
	if (idle_ticks() == before)
		return fail("slept, but no CPU was idle");
	return RES_PASS;
}

/* Is state @s of @cpu one of MWAIT? -1: there is no such state. */
static int is_mwait(int cpu, int s)
{
	char path[96], text[64];

	snprintf(path, sizeof(path), IDLE_DIR "desc", cpu, s);
	if (read_file(path, text, sizeof(text)) < 0)
		return -1;
	return strstr(text, "MWAIT") != NULL;
}

/* The deepest MWAIT state of CPU 0, or -1. */
static int deepest(void)
{
	int s, last = -1;

	for (s = 0; s < MAX_STATES && is_mwait(0, s) >= 0; s++)
		if (is_mwait(0, s))
			last = s;
	return last;
}

/* Uses of MWAIT states from @s on by all CPUs. */
static unsigned long uses_from(int s)
{
	char path[96], text[64];
	unsigned long sum = 0;
	int cpu, i, n = cpu_count();

	for (cpu = 0; cpu < n; cpu++)
		for (i = s; i < MAX_STATES && is_mwait(cpu, i) >= 0; i++) {
			if (!is_mwait(cpu, i))
				continue;
			snprintf(path, sizeof(path), IDLE_DIR "usage", cpu, i);
			read_file(path, text, sizeof(text));
			sum += strtoul(text, NULL, 10);
		}
	return sum;
}

/* Take the states below @s from the governor, or give them back. */
static void disable_below(int s, const char *disable)
{
	char path[96];
	int cpu, i, n = cpu_count();

	for (cpu = 0; cpu < n; cpu++)
		for (i = 0; i < s; i++) {
			snprintf(path, sizeof(path), IDLE_DIR "disable", cpu,
				 i);
			write_file(path, disable);
		}
}

/*
 * Under TCG MWAIT returns at once, and a governor that sees it do so takes
 * shallow states. So the second half of the naps leaves it the deepest only.
 */
int idle_mwait(unsigned long loops)
{
	unsigned long before, deep;
	int last = deepest();
	char drv[32];

	if (last < 0) {
		if (read_file("/sys/devices/system/cpu/cpuidle/current_driver",
			      drv, sizeof(drv)) < 0)
			return skip("kernel without cpuidle");
		drv[strcspn(drv, "\n")] = '\0';
		return skip("no MWAIT state, idle driver is %s", drv);
	}
	before = uses_from(0);
	naps(loops < 10 ? 10 : loops);
	if (uses_from(0) == before)
		return fail("slept, but no MWAIT state was used");
	deep = uses_from(last);
	disable_below(last, "1");
	naps(10);
	disable_below(last, "0");
	if (uses_from(last) == deep)
		return fail("slept, but the deepest MWAIT state was not used");
	return RES_PASS;
}
