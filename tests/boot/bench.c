// SPDX-License-Identifier: GPL-2.0-only
/* ibrs.bench=UNIT: the programs of tests/bench, and all that they print. */
#include <stdio.h>
#include <string.h>

#include "init.h"

#define BENCH_SECONDS	300

static const char * const programs[] = { "/bin/bench64", "/bin/bench32" };

/* What the clock counts, for who reads it: ticks, or instructions. */
static int asked(char *unit, size_t size)
{
	return cmdline_word("ibrs.bench", unit, size) && *unit;
}

unsigned int bench_count(void)
{
	char unit[32];

	return asked(unit, sizeof(unit)) ? ARRAY_SIZE(programs) : 0;
}

void run_bench(void)
{
	static char log[16384];
	char unit[32], percent[8] = "100";
	char *line, *save;
	size_t i;

	if (!asked(unit, sizeof(unit)))
		return;
	cmdline_word("ibrs.loops", percent, sizeof(percent));
	for (i = 0; i < ARRAY_SIZE(programs); i++) {
		char *argv[] = { (char *)programs[i], "-u", unit, "-n", percent,
				 NULL };

		run_program(strrchr(programs[i], '/') + 1, argv, BENCH_SECONDS);
		read_file(PROGRAM_LOG, log, sizeof(log));
		for (line = strtok_r(log, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save))
			printf("# bench: %s\n", line);
	}
	fflush(stdout);
}
