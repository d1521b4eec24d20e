// SPDX-License-Identifier: GPL-2.0-only
/*
 * The long run: Debian's stress-ng, if the initrd holds it, with a fixed list
 * of stressors side by side for ibrs.soak= seconds. The case "soak" is its
 * exit status; each stressor is a case of its own, passed when it counted at
 * least one operation, skipped when the time was too short for that.
 *
 * The stressors are those that cross into the kernel most, or make processors
 * interrupt each other, and that the small kernel has all system calls for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define STRESS		"/soak/stress-ng"
#define OPS_FILE	"/tmp/soak.yaml"
#define GRACE_SECONDS	120	/* to start, and to end under load */
#define FIXED_ARGS	10

static const char * const stressors[] = {
	/* system calls */
	"get", "null", "x86syscall", "seccomp", "ptrace",
	/* signals */
	"signal", "sigq", "sigsegv", "sigfpe", "sigtrap", "kill",
	/* page faults, and other processors' translations */
	"fault", "mmap", "mprotect", "tlb-shootdown", "membarrier",
	/* timers */
	"timer", "itimer", "timerfd", "nanosleep",
	/* context switches */
	"switch", "futex", "pthread", "fork", "vfork", "yield", "affinity",
};

/* How many cases run_soak() prints. */
unsigned int soak_count(void)
{
	return 1 + ARRAY_SIZE(stressors);
}

/* bogo-ops of @name in the file stress-ng wrote, 0 when it is not there. */
static unsigned long ops_of(char *text, const char *name)
{
	static const char key[] = "bogo-ops: ";
	char want[64], *at;

	snprintf(want, sizeof(want), "stressor: %s\n", name);
	at = strstr(text, want);
	if (at)
		at = strstr(at, key);
	return at ? strtoul(at + strlen(key), NULL, 10) : 0;
}

static void judge_stressors(void)
{
	static char text[65536];
	unsigned long ops, sum = 0;
	char name[64];
	size_t i;

	read_file(OPS_FILE, text, sizeof(text));
	for (i = 0; i < ARRAY_SIZE(stressors); i++) {
		ops = ops_of(text, stressors[i]);
		sum += ops;
		printf("# soak: %s %lu operations\n", stressors[i], ops);
		snprintf(name, sizeof(name), "soak-%s", stressors[i]);
		result_line(ops ? RES_PASS : RES_SKIP, name,
			    "not one operation in the time");
	}
	/* a run whose load did nothing proves nothing */
	print_fact("soak_ops", "%lu", sum);
}

/* Run it for @seconds, and judge what it says it did. */
void run_soak(unsigned int seconds)
{
	static char option[ARRAY_SIZE(stressors)][40];
	char limit[24];
	char *argv[FIXED_ARGS + 2 * ARRAY_SIZE(stressors) + 1] = {
		STRESS, "--temp-path", "/tmp", "--yaml", OPS_FILE,
		"--metrics", "--mmap-bytes", "1m", "--timeout", limit,
	};
	size_t i, n = FIXED_ARGS;

	snprintf(limit, sizeof(limit), "%us", seconds);
	for (i = 0; i < ARRAY_SIZE(stressors); i++) {
		snprintf(option[i], sizeof(option[i]), "--%s", stressors[i]);
		argv[n++] = option[i];
		argv[n++] = "1";
	}
	run_program("soak", argv, seconds + GRACE_SECONDS);
	judge_stressors();
}
