// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report judge: one run of the instrument.
 *
 * Reads what the plugin wrote and the guest's console log, prints the table,
 * writes KTAP, and exits with the word: 0 PASS, 1 FAIL, 2 ERROR, 77 SKIP.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/result.h"

static const char usage[] =
"usage: ibrs-report judge --rig FILE --console FILE [options]\n"
"  --ktap FILE          write KTAP there\n"
"  --name NAME          name of the run\n"
"  --mode on|off|all    off: IBRS not in use, R11 is judged and R1-R8 are not\n"
"                       all: IBRS_ALL, set once: R2, R10 and R11 are\n"
"  --require P,P,...    paths that have to be seen (names or patterns)\n"
"  --known R5:KIND,guest:NAME,...  deviations and failed guest checks that\n"
"                       have to be seen and are accepted\n"
"  --skip R6:REASON     do not judge a rule in this run (repeatable)\n"
"  --min-insns N        fewer instructions watched is an ERROR\n"
"  --sweep              demand the coverage the plugin was asked for\n"
"  --seeded             PASS when the drop= site broke a rule, ERROR when\n"
"                       it was not executed\n"
"  --header TEXT        put into the first line (repeatable)\n";

static void add_list(char *s, const char **list, unsigned int *n)
{
	char *p;

	for (p = strtok(s, ","); p && *n < MAX_LIST; p = strtok(NULL, ","))
		list[(*n)++] = p;
}

static int option(struct options *o, int c)
{
	switch (c) {
	case 'r':
		o->rig = optarg;
		break;
	case 'c':
		o->console = optarg;
		break;
	case 'k':
		o->ktap = optarg;
		break;
	case 'n':
		o->name = optarg;
		break;
	case 'm':
		o->all = !strcmp(optarg, "all");
		o->off = o->all || !strcmp(optarg, "off");
		return o->off || !strcmp(optarg, "on") ? 0 : -1;
	case 'p':
		add_list(optarg, o->require, &o->nrequire);
		break;
	case 'w':
		add_list(optarg, o->known, &o->nknown);
		break;
	case 's':
		if (o->nskip < MAX_LIST)
			o->skip[o->nskip++] = optarg;
		break;
	case 'i':
		o->min_insns = strtoull(optarg, NULL, 0);
		break;
	case 'e':
		o->sweep = true;
		break;
	case 'f':
		o->seeded = true;
		break;
	case 'h':
		if (o->nheader < MAX_LIST)
			o->header[o->nheader++] = optarg;
		break;
	default:
		return -1;
	}
	return 0;
}

static int options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "rig", 1, NULL, 'r' }, { "console", 1, NULL, 'c' },
		{ "ktap", 1, NULL, 'k' }, { "name", 1, NULL, 'n' },
		{ "mode", 1, NULL, 'm' }, { "require", 1, NULL, 'p' },
		{ "known", 1, NULL, 'w' }, { "skip", 1, NULL, 's' },
		{ "min-insns", 1, NULL, 'i' }, { "seeded", 0, NULL, 'f' },
		{ "header", 1, NULL, 'h' }, { "sweep", 0, NULL, 'e' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	o->name = "run";
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1)
		if (option(o, c))
			return -1;
	return o->rig && o->console && optind == argc ? 0 : -1;
}

int cmd_judge(int argc, char **argv)
{
	static struct options o;
	static struct result r;
	static struct verdict v;
	char err[512] = "", err2[512] = "";

	if (options(&o, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	if (console_read(&r, o.console, err2, sizeof(err2)))
		fprintf(stderr, "ibrs-report: %s\n", err2);
	if (result_read(&r, o.rig, err, sizeof(err)))
		fprintf(stderr, "ibrs-report: %s\n", err);
	judge_result(&r, &o, &v);
	if (*err || *err2) {
		v.run = W_ERROR;
		snprintf(v.run_why[0], sizeof(v.run_why[0]), "%.250s",
			 *err ? err : err2);
		v.nwhy = 1;
	}
	print_table(stdout, &r, &o, &v);
	if (o.ktap && write_ktap(o.ktap, &r, &o, &v))
		return 2;
	return word_exit(v.run);
}
