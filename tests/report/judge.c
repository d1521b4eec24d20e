// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report judge: one run of the instrument.
 *
 * Reads what the plugin wrote and the guest's console log, and what the case
 * demands; prints the table and exits with the word. What lies in the run's
 * directory afterwards, table.txt, result.ktap and verdict.tsv, is printed from
 * that one verdict.
 */
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/cases.h"
#include "report/commands.h"
#include "report/compare.h"

static const char usage[] =
"usage: ibrs-report judge --rig FILE --console FILE [options]\n"
"       ibrs-report judge --case CASE --dir DIRECTORY [options]\n"
"  --case CASE          all that tests/cases.cfg demands of it\n"
"  --dir DIRECTORY      what tests/run left there; results are put there\n"
"  --first              without what is had from further runs, no results\n"
"  --rest               print only what --first left out\n"
"  --legend             explain the columns of the table\n"
"  --ktap FILE          write KTAP there\n"
"  --name NAME          name of the run\n"
"  --mode on|off|all    off: IBRS not in use, R11 is judged and R1-R8 are not\n"
"                       all: IBRS_ALL, set once: R2, R10 and R11 are\n"
"  --require P,P,...    paths that have to be seen (names or patterns), and\n"
"                       parts of rules (R9:offline)\n"
"  --known R5:KIND,guest:NAME,...  deviations and failed guest checks that\n"
"                       have to be seen and are accepted\n"
"  --skip R6:REASON     do not judge a rule in this run (repeatable)\n"
"  --min-insns N        fewer instructions watched is an ERROR\n"
"  --sweep              demand the coverage the plugin was asked for\n"
"  --seeded             PASS when the drop= site broke a rule, ERROR when\n"
"                       it was not executed\n"
"  --header TEXT        put into the first line (repeatable)\n";

static const char *case_name;		/* of --case */

static int wrong(const char *fmt, const char *arg)
{
	fprintf(stderr, "error: ibrs-report judge: ");
	fprintf(stderr, fmt, arg);
	fputc('\n', stderr);
	return -1;
}

/* One that is left out would be one demand less. */
static int add_list(const char *s, const char **list, unsigned int *n)
{
	char *copy = strdup(s);

	for (char *p = strtok(copy, ","); p; p = strtok(NULL, ",")) {
		if (*n == MAX_LIST)
			return wrong("more than 64 in '%s'", s);
		list[(*n)++] = p;
	}
	return 0;
}

static int set_mode(struct options *o, const char *mode)
{
	o->all = !strcmp(mode, "all");
	o->off = o->all || !strcmp(mode, "off");
	return o->off || !strcmp(mode, "on") ? 0 :
	       wrong("--mode '%s': on, off or all", mode);
}

static int add_one(const char *s, const char **list, unsigned int *n)
{
	if (*n == MAX_LIST)
		return wrong("more than 64 options like '%s'", s);
	list[(*n)++] = s;
	return 0;
}

/* What cases.cfg would not take is no demand here either. */
static int wrong_value(enum case_key key, const char *value)
{
	char buf[256];
	const char *why = key_wrong(key, value, buf, sizeof(buf));

	return why ? wrong("%s", why) : 0;
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
		return set_mode(o, optarg);
	case 'C':
		case_name = optarg;
		break;
	case 'd':
		o->dir = optarg;
		break;
	case '1':
		o->first = true;
		break;
	case '2':
		o->rest = true;
		break;
	case 'l':
		o->legend = true;
		break;
	case 'p':
		if (wrong_value(K_REQUIRE, optarg))
			return -1;
		return add_list(optarg, o->require, &o->nrequire);
	case 'w':
		if (wrong_value(K_KNOWN, optarg))
			return -1;
		return add_list(optarg, o->known, &o->nknown);
	case 's':
		if (wrong_value(K_SKIP, optarg))
			return -1;
		return add_one(optarg, o->skip, &o->nskip);
	case 'i':
		if (wrong_value(K_INSNS, *optarg ? optarg : "-"))
			return -1;
		o->min_insns = strtoull(optarg, NULL, 0);
		break;
	case 'e':
		o->sweep = true;
		break;
	case 'f':
		o->seeded = true;
		break;
	case 'h':
		return add_one(optarg, o->info.header, &o->info.nheader);
	default:
		return -1;
	}
	return 0;
}

/* DIR is build/results/<run>. */
static void in_directory(struct options *o)
{
	static char rig[PATH_MAX], console[PATH_MAX];
	const char *base = strrchr(o->dir, '/');

	snprintf(rig, sizeof(rig), "%s/rig.tsv", o->dir);
	snprintf(console, sizeof(console), "%s/console.log", o->dir);
	o->rig = rig;
	o->console = console;
	if (!o->name)
		o->name = base ? base + 1 : o->dir;
	info_read(&o->info, o->dir);
}

static int of_case(struct options *o)
{
	const struct cases *c = cases_read();
	const struct test_case *t = c ? cases_find(c, case_name) : NULL;
	const char *skip;

	if (!t)
		return c ? wrong("no case '%s': tests/run -l lists them",
				 case_name) : -1;
	skip = case_get(c, t, K_SKIP);
	if (*skip)
		add_one(skip, o->skip, &o->nskip);
	o->sweep = case_num(c, t, K_SWEEP);
	o->again = case_num(c, t, K_AGAIN);
	o->selfcheck = case_num(c, t, K_SELFCHECK);
	o->soak = case_num(c, t, K_SOAK);
	o->min_insns = case_num(c, t, K_INSNS);
	o->fact = case_get(c, t, K_FACT);
	o->says = case_get(c, t, K_SAYS);
	o->sites = case_get(c, t, K_SITES);
	o->same = case_get(c, t, K_SAME);
	o->floor = case_get(c, t, K_FLOOR);
	o->gates = o->dir && strcmp(case_get(c, t, K_KERNEL), "image");
	if (*case_get(c, t, K_WHOLE))
		o->part[o->nparts++] = "whole";
	if (*case_get(c, t, K_FAULTS))
		o->part[o->nparts++] = "seeded";
	if (case_num(c, t, K_CONTROL))
		o->part[o->nparts++] = "control";
	if (set_mode(o, case_get(c, t, K_MODE)) ||
	    add_list(case_get(c, t, K_BREAKS), o->breaks, &o->nbreaks) ||
	    add_list(case_get(c, t, K_REQUIRE), o->require, &o->nrequire))
		return -1;
	return add_list(case_get(c, t, K_KNOWN), o->known, &o->nknown);
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
		{ "case", 1, NULL, 'C' }, { "dir", 1, NULL, 'd' },
		{ "first", 0, NULL, '1' }, { "rest", 0, NULL, '2' },
		 { "legend", 0, NULL, 'l' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1)
		if (option(o, c))
			return -1;
	if (optind < argc)
		return wrong("'%s' is no option", argv[optind]);
	if (argc == 1)
		fputs(usage, stderr);
	if (o->dir)
		in_directory(o);
	if (!o->name)
		o->name = "run";
	if (!o->rig || !o->console)
		return wrong("%s", "no run: --rig and --console, or --dir");
	return case_name ? of_case(o) : 0;
}

/* There is nothing to judge: the cause, and no page of what is not there. */
static void no_verdict(const struct result *r, const struct options *o,
		       struct verdict *v, const char *err)
{
	char cause[512];

	v->nothing = true;
	info_cause(&o->info, r, cause, sizeof(cause));
	enum word w = word_of_exit((int)o->info.unbuilt_status);

	if (o->info.unbuilt)	/* what was not built has not passed */
		verdict_check(v, "built", w == W_PASS ? W_ERROR : w, "%s",
			      cause);
	else
		verdict_check(v, "result", W_ERROR, "%s%s%s", cause,
			      *cause ? "; " : "", err);
	v->run = v->check[0].word;
}

static void judge(struct result *r, struct options *o, struct verdict *v)
{
	char err[2 * PATH_MAX] = "", cause[512];
	bool bad = console_read(r, o->console, err, sizeof(err));

	bad |= result_read(r, o->rig, err, sizeof(err));
	if (!bad && result_lacks(r)) {
		bad = true;
		snprintf(err, sizeof(err), "rig.tsv: %s has no record '%s': "
			 "damaged", o->rig, result_lacks(r));
	}
	if (bad) {
		no_verdict(r, o, v, err);
		return;
	}
	info_cause(&o->info, r, cause, sizeof(cause));
	if (*cause && !r->stopped)
		verdict_check(v, "qemu", W_ERROR, "%s", cause);
	else if (o->info.retried)
		verdict_check(v, "qemu", W_PASS, "QEMU itself had died first: "
			      "%s", o->info.retried)->tell = true;
	if (o->dir && o->info.wrong)
		verdict_check(v, "run.tsv", W_ERROR, "run.tsv: %s",
			      o->info.wrong);
	checks_mode(o, r, v);
	judge_result(r, o, v);
	checks_run(o, r, v);
	if (v->run == W_LOST)
		verdict_lost(v);
	if (!o->first && !o->seeded)
		checks_parts(o, r, v);
}

/*
 * Results are complete or not there: who is killed leaves none. What the
 * summary reads comes last, and no old one stays beside new ones.
 */
static int write_results(const struct result *r, const struct options *o,
			 const struct verdict *v)
{
	struct out out;

	unlink(path_in(o->dir, "verdict.tsv"));
	if (!out_open(&out, o->dir, "result.ktap"))
		return -1;
	write_ktap(out.f, r, o, v);
	if (out_close(&out) || !out_open(&out, o->dir, "table.txt"))
		return -1;
	print_table(out.f, r, o, v);
	print_end(out.f, o, v);
	if (out_close(&out) || !out_open(&out, o->dir, "verdict.tsv"))
		return -1;
	write_verdict(out.f, r, o, v);
	return out_close(&out);
}

int cmd_judge(int argc, char **argv)
{
	static struct options o;
	static struct result r;
	static struct verdict v;
	struct out out;

	if (options(&o, argc, argv))
		return 2;
	judge(&r, &o, &v);
	if (!o.rest)
		print_table(stdout, &r, &o, &v);
	if (o.first)
		return word_exit(v.run);
	print_end(stdout, &o, &v);
	if (o.dir && write_results(&r, &o, &v))
		return 2;
	if (o.ktap) {
		if (!out_open(&out, *o.ktap == '/' ? "" : ".", o.ktap))
			return 2;
		write_ktap(out.f, &r, &o, &v);
		if (out_close(&out))
			return 2;
	}
	return word_exit(v.run);
}
