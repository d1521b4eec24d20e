// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report - the only reader of rig.tsv and of cases.cfg, and the only one
 * who gives a run its word: 0 PASS, 1 FAIL, 2 ERROR, 77 SKIP.
 */
#include <stdio.h>
#include <string.h>

#include "report/commands.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
} commands[] = {
	{ "judge", cmd_judge, "one run of the instrument: table, KTAP, word" },
	{ "kernel", cmd_kernel, "DIR: what is said of a kernel of others" },
	{ "field", cmd_field, "DIR or --list: kernels of others, and what is known" },
	{ "anchor", cmd_anchor, "what IBRS adds to a path, beside mainline" },
	{ "cost", cmd_cost, "what the series costs while IBRS is off" },
	{ "switch", cmd_switch, "what it costs a context switch" },
	{ "cost-guest", cmd_cost_guest, "and from a VM exit to a VM entry" },
	{ "cases", cmd_cases, "the cases of tests/cases.cfg, [-l] with words, "
	  "[-g GROUP]..." },
	{ "case", cmd_case, "NAME [KEY]: what holds for one of them" },
	{ "map", cmd_map, "each rule by each judge: counted, and can it fail" },
	{ "matrix", cmd_matrix, "what ibrs-check has to say of a kernel" },
	{ "nops", cmd_nops, "the checker without one instruction" },
	{ "mutant", cmd_mutant, "a mistake put into the series has to be seen" },
	{ "numbers", cmd_numbers, "records of what was counted, and texts" },
	{ "unwind", cmd_unwind, "backtraces from entry code, beside v4.15" },
	{ "coverage", cmd_coverage, "entry instructions that sweeps left out" },
	{ "floor", cmd_floor, "RIG: what a sweep reached, as sweep.floor has it" },
	{ "seeded", cmd_seeded, "faults seeded into accesses of the MSR" },
	{ "control", cmd_control, "exclusions of a sweep, lifted" },
	{ "spent", cmd_spent, "the processor time of a command, added to a file" },
	{ "speed", cmd_speed, "how many times as long a watched boot takes" },
	{ "counts", cmd_counts, "the numbers of results at hand, as records" },
	{ "summary", cmd_summary, "DIR CASE...: all runs of one call of tests/run" },
	{ "selfcheck", cmd_selfcheck, "CONSOLE: a boot of a kernel that checks itself" },
	{ "booted", cmd_booted, "CONSOLE: a boot that nobody watched: the guest's word" },
	{ "long", cmd_long, "DIR SERIES: runs of a case again and again, together" },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

static int usage(void)
{
	fputs("usage: ibrs-report <command> [option...]\n", stderr);
	for (size_t i = 0; i < NR_COMMANDS; i++)
		fprintf(stderr, "  %-10s %s\n", commands[i].name,
			commands[i].usage);
	return 2;
}

/* A word that nobody could be told is none: a full disk, a closed output. */
static int told(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	perror("ibrs-report: standard output");
	return 2;
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < NR_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return told(commands[i].run(argc - 1, argv + 1));
	if (argc > 1)
		fprintf(stderr, "ibrs-report: no command '%s'\n", argv[1]);
	return usage();
}
