// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench [-u <unit>] [-n <percent>]: what ways into this kernel cost, as TSV.
 *
 * A static program that needs no file but /proc and /sys. Rounds are interleaved:
 * what drifts meanwhile is in all of them alike. What the clock itself takes is
 * the least of many empty readings, and taken off.
 */
#include <cpuid.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "stats.h"

#define ROUNDS		10
#define VULN		"/sys/devices/system/cpu/vulnerabilities/"

static const char *unit = "ticks";
static unsigned int percent = 100;

static void first_line(const char *path, const char *key, char *buf, size_t size)
{
	char line[512];
	FILE *f = fopen(path, "r");

	snprintf(buf, size, "unknown");
	while (f && fgets(line, sizeof(line), f)) {
		char *val = *key ? strchr(line, ':') : line - 2;

		if (strncmp(line, key, strlen(key)) || !val)
			continue;
		val += 2;
		val[strcspn(val, "\n")] = '\0';
		snprintf(buf, size, "%s", val);
		break;
	}
	if (f)
		fclose(f);
}

/* The mode, from what sysfs says, in the words of the plots. */
static void print_mode(void)
{
	char v2[512], v3[512], mode[64] = "other";

	first_line(VULN "spectre_v2", "", v2, sizeof(v2));
	first_line(VULN "meltdown", "", v3, sizeof(v3));
	if (!strncmp(v2, "Vulnerable", 10))
		strcpy(mode, "off");
	else if (strstr(v2, "etpoline"))
		strcpy(mode, "retpoline");
	else if (strstr(v2, "Enhanced"))
		strcpy(mode, "ibrs-all");
	else if (!strncmp(v2, "Mitigation: IBRS", 16))
		strcpy(mode, "ibrs");
	if (strstr(v2, "IBPB"))
		strcat(mode, "+ibpb");
	if (strstr(v2, "STIBP") && !strstr(v2, "STIBP: disabled"))
		strcat(mode, "+stibp");
	printf("meta\tmode\t%s\nmeta\tspectre_v2\t%s\n", mode, v2);
	printf("meta\tpti\t%s\nmeta\tmeltdown\t%s\n",
	       strstr(v3, "PTI") ? "on" : "off", v3);
}

/* Ticks in a second, by the clock of the kernel. */
static uint64_t frequency(void)
{
	struct timespec a, b, wait = { .tv_nsec = 50000000 };
	uint64_t t;

	clock_gettime(CLOCK_MONOTONIC, &a);
	t = ticks();
	nanosleep(&wait, NULL);
	t = ticks() - t;
	clock_gettime(CLOCK_MONOTONIC, &b);
	return t * 1000000000ull / ((b.tv_sec - a.tv_sec) * 1000000000ll +
				    b.tv_nsec - a.tv_nsec);
}

static void print_machine(void)
{
	unsigned int a, regs[4] = { 0 };
	struct utsname u;
	char buf[512];

	uname(&u);
	printf("meta\tkernel\t%s %s\n", u.release, u.version);
	first_line("/proc/cpuinfo", "model name", buf, sizeof(buf));
	printf("meta\tcpu\t%s\n", buf);
	first_line("/proc/cpuinfo", "microcode", buf, sizeof(buf));
	printf("meta\tmicrocode\t%s\n", buf);
	__cpuid(1, a, regs[1], regs[2], regs[3]);
	if (regs[2] & 1u << 31) {
		__cpuid(0x40000000, a, regs[0], regs[1], regs[2]);
		regs[3] = 0;
		printf("meta\thypervisor\t%s\n", (char *)regs);
	} else {
		printf("meta\thypervisor\tnone\n");
	}
	printf("meta\tticks_per_second\t%llu\n", (unsigned long long)frequency());
}

static uint64_t overhead(void)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 10000; i++) {
		uint64_t t = ticks();

		t = ticks() - t;
		if (t < least)
			least = t;
	}
	return least;
}

static unsigned int samples_of(const struct op *op)
{
	unsigned int n = op->samples * percent / 100;

	return n < ROUNDS ? ROUNDS : n / ROUNDS * ROUNDS;
}

static void report(const struct op *op, uint64_t *sample, uint64_t off)
{
	struct stats s = stats_of(sample, samples_of(op), off);

	printf("op\t%s\t%s\t%zu\t%llu\t%llu\t%llu\t%u\t%s\n", op->name, unit, s.n,
	       (unsigned long long)s.min, (unsigned long long)s.median,
	       (unsigned long long)s.p99, s.spread,
	       s.spread > WIDE_PERCENT ? "wide" : "-");
	if (s.spread > WIDE_PERCENT)
		fprintf(stderr, "warning: %s: the middle half of the samples spreads over %u%% of the median: is the machine idle, and its clock fixed?\n",
			op->name, s.spread);
}

static void measure(void)
{
	uint64_t *sample[MAX_OPS], off = overhead();
	bool can[MAX_OPS];

	printf("meta\toverhead\t%llu\n", (unsigned long long)off);
	for (unsigned int i = 0; i < nr_ops; i++) {
		const char *why = ops[i].ready ? ops[i].ready() : NULL;

		can[i] = !why;
		if (why)
			printf("skip\t%s\t%s\n", ops[i].name, why);
		sample[i] = calloc(samples_of(&ops[i]), sizeof(**sample));
		if (!sample[i])
			exit(2);
		if (can[i])
			ops[i].once();	/* what is slow once, was */
	}
	for (unsigned int r = 0; r < ROUNDS; r++)
		for (unsigned int i = 0; i < nr_ops; i++) {
			unsigned int n = samples_of(&ops[i]) / ROUNDS;

			for (unsigned int k = 0; can[i] && k < n; k++)
				sample[i][r * n + k] = ops[i].once();
		}
	for (unsigned int i = 0; i < nr_ops; i++)
		if (can[i])
			report(&ops[i], sample[i], off);
}

int main(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "0u:n:")) != -1) {
		switch (opt) {
		case '0':
			return 0;	/* what is executed, to be timed */
		case 'u':
			unit = optarg;
			break;
		case 'n':
			percent = atoi(optarg);
			break;
		default:
			fputs("usage: bench [-u <unit>] [-n <percent>]\n", stderr);
			return 2;
		}
	}
	if (optind != argc || !percent || percent > 1000) {
		fputs("bench: no arguments but -u and -n, a percentage from 1 to 1000\n",
		      stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOFBF, 65536);
	printf("meta\tprogram\t%s\n", sizeof(long) == 8 ? "64-bit" : "32-bit");
	print_machine();
	print_mode();
	fflush(stdout);
	measure();
	return 0;
}
