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

/* Uses of the MWAIT states of all CPUs; *states counts them. */
static unsigned long mwait_uses(int *states)
{
	unsigned long sum = 0;
	char path[96], text[64];
	int cpu, s, n = cpu_count();

	*states = 0;
	for (cpu = 0; cpu < n; cpu++) {
		for (s = 0; s < MAX_STATES; s++) {
			snprintf(path, sizeof(path), IDLE_DIR "desc", cpu, s);
			if (read_file(path, text, sizeof(text)) < 0)
				break;
			if (!strstr(text, "MWAIT"))
				continue;
			(*states)++;
			snprintf(path, sizeof(path), IDLE_DIR "usage", cpu, s);
			read_file(path, text, sizeof(text));
			sum += strtoul(text, NULL, 10);
		}
	}
	return sum;
}

int idle_mwait(unsigned long loops)
{
	char drv[32];
	unsigned long before;
	int states;

	before = mwait_uses(&states);
	if (!states) {
		if (read_file("/sys/devices/system/cpu/cpuidle/current_driver",
			      drv, sizeof(drv)) < 0)
			return skip("kernel without cpuidle");
		drv[strcspn(drv, "\n")] = '\0';
		return skip("no MWAIT state, idle driver is %s", drv);
	}
	naps(loops < 10 ? 10 : loops);
	if (mwait_uses(&states) == before)
		return fail("slept, but no MWAIT state was used");
	return RES_PASS;
}
