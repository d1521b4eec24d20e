// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report counts RESULTS SERIES IMAGE OUT [RECORD...] - the numbers that
 * the documents show, of the results at hand: OUT/<record>.tsv for each
 * record, complete or not there.
 *
 * SERIES is the id that the results have to be of (series_id of lib.sh), IMAGE
 * that of the entry image; "-" where there is none.  On stdout a line for
 * each record: its name, a tab, "have"; or its name, "none" and why.
 *
 * A record is lines of a key, a tab and a value.  First come
 *	record	kind	command	series	with	judges
 * kind is "exact", the same at each run of one kernel, or "run", which differs
 * a little from run to run; that one has
 *	commit	date
 * as well.  `with' names the programs that the counts are of, `judges' what the
 * judges were made of, where all results are of the same.  Then what was
 * counted; numbers are plain digits.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/counts.h"

#define EXACT	true
#define RUN	false

#define DEBIAN_MATRIX	"matrix/debian-cloud-amd64 matrix/debian-amd64 " \
	"matrix/debian-rt-amd64 matrix/debian-6.12-cloud-amd64 " \
	"matrix/debian-6.12-amd64 matrix/debian-6.12-rt-amd64"

static const struct record_of {
	const char *name, *command;
	bool exact;
	/* lists, with a blank between two, or NULL */
	const char *cases;
	const char *directories;	/* each with a made.tsv */
	bool (*count)(struct counts *c);
} records[] = {
	{ "windows", "make run", EXACT,
	  "pti-smp1 nopti-smp1 pti-smp2 nopti-smp2", NULL, count_windows },
	{ "runs", "make run", RUN, "pti-smp1 nopti-smp1", NULL, count_runs },
	{ "device", "make check", EXACT,
	  "pti-smp1 nopti-smp1 pti-smp2 nopti-smp2 image-pti image-nopti",
	  NULL, count_device },
	{ "anchor", "make anchor", EXACT,
	  "anchor-debian-pti anchor-debian-pti-off anchor-ours-pti "
	  "anchor-ours-pti-off anchor-debian-nopti anchor-debian-nopti-off "
	  "anchor-ours-nopti anchor-ours-nopti-off", NULL, count_anchor },
	{ "image", "make check", EXACT,
	  "image-sweep-pti image-sweep-nopti image-sweep-off "
	  "image-sweep-off-nopti image-sweep-db-mc-pti "
	  "image-sweep-db-mc-nopti", NULL, count_image },
	{ "checker", "make matrix", EXACT, NULL, "matrix/small matrix/debug",
	  count_checker },
	{ "image-mutants", "make check", EXACT, NULL, "image-mutants",
	  count_image_mutants },
	{ "seeded-debian", "make seeded", RUN, "seeded-debian", NULL,
	  count_seeded_debian },
	{ "seeded", "make seeded", RUN,
	  "seeded-pti seeded-nopti seeded-smp2 seeded-firmware", NULL,
	  count_seeded },
	{ "sweep", "make sweep", RUN,
	  "sweep-pti sweep-nopti sweep-pti-smp2 sweep-nopti-smp2 sweep-smp4 "
	  "sweep-db-mc-pti sweep-db-mc-nopti sweep-db-mc-pti-smp2 "
	  "sweep-db-mc-nopti-smp2 sweep-debian", NULL, count_sweeps },
	{ "idle", "tests/run debian-idle debian-idle-control pti-smp2", RUN,
	  "debian-idle debian-idle-control pti-smp2", NULL, count_idle },
	{ "idle-cloud", "make check", RUN, "debian", NULL, count_idle },
	{ "sweep-control", "make sweep", RUN, "sweep-control", NULL,
	  count_control },
	{ "sweep-repeat", "make sweep", RUN, "sweep-repeat", NULL,
	  count_repeat },
	{ "unwind", "make unwind", RUN,
	  "unwind-base-pti unwind-base-nopti unwind-pti unwind-nopti",
	  "unwind", count_unwind },
	{ "cost", "make cost", RUN,
	  "cost-base-pti cost-base-nopti cost-base1-pti cost-base1-nopti "
	  "cost-series-pti cost-series-nopti", "cost", count_cost },
	{ "switch", "make cost", RUN,
	  "cost-switch-base cost-switch-none cost-switch-off cost-switch-auto "
	  "cost-switch-closed cost-switch-on", NULL, count_switch },
	{ "mutants", "make mutants", RUN, NULL, "mutants", count_mutants },
	{ "mutant-judges", "make mutants", RUN, NULL, "mutants/*",
	  count_mutant_judges },
	{ "matrix", "make matrix", RUN, NULL,
	  "matrix matrix/base-small matrix/debian-cloud-amd64", count_matrix },
	{ "debian", "make matrix", RUN, NULL, DEBIAN_MATRIX, count_debian },
	{ "nops", "make nops", RUN, NULL, "nops", count_nops },
	{ "long", "make long CASE=<case> TIMES=3 JOBS=3", RUN, NULL, "long", count_long },
	{ "speed", "make speed", RUN, NULL, "speed", count_speed },
	/* cases of make check, which is the command: with each part of each rule */
	{ "judged-rig", "make check", RUN,
	  "pti-smp1 nopti-smp1 away ibpb-nopti-smp2 off off-found-set ibrs-all "
	  "firmware s3-microcode", NULL, count_judged_rig },
	/* what that has no kernel for */
	{ "judged-rig-full", "make full", RUN, "svm", NULL, count_judged_rig },
	{ "judged-check", "make matrix", RUN, NULL,
	  "matrix/small matrix/debug " DEBIAN_MATRIX,
	  count_judged_check },
	{ "judged-image", "make check", RUN,
	  "image-pti image-nopti image-off image-off-nopti", NULL,
	  count_judged_image },
	{ "evidence", "make unit", RUN, NULL, "../unit", count_evidence },
};

#define NR_RECORDS	(sizeof(records) / sizeof(records[0]))

static bool add_sources(struct counts *c, const char *names,
			bool (*add)(struct counts *c, const char *name))
{
	char *list = strdup(names ? names : "");

	if (!list)
		abort();
	for (char *p = strtok(list, " "); p; p = strtok(NULL, " "))
		if (!add(c, p))
			return false;
	return true;
}

/* Some directories are no result, and have results in them. */
static bool (*adder(const struct record_of *r))(struct counts *c, const char *name)
{
	if (r->count == count_mutant_judges)
		return source_mutants;
	return r->count == count_long ? source_long : source_directory;
}

/* Into memory first: half a record is none.  NULL, with the reason in @c. */
static char *text_of(struct counts *c, const struct record_of *r)
{
	char *text = NULL;
	size_t len;
	bool good;

	c->f = open_memstream(&text, &len);
	if (!c->f)
		abort();
	good = add_sources(c, r->cases, source_case) &&
	       add_sources(c, r->directories, adder(r)) &&
	       emit_head(c, r->name, r->exact, r->command) && r->count(c);
	if (fclose(c->f))
		abort();
	return good ? text : NULL;
}

/* 0, or 2 when it cannot be written.  One that cannot be made is not left. */
static int make_record(struct counts c, const struct record_of *r,
		       const char *out)
{
	char *text, name[64];
	struct out o;

	snprintf(name, sizeof(name), "%s.tsv", r->name);
	text = text_of(&c, r);
	if (!text) {
		unlink(path_in(out, name));
		printf("%s\tnone\t%s\n", r->name, c.why);
		return 0;
	}
	if (!out_open(&o, out, name))
		return 2;
	fputs(text, o.f);
	if (out_close(&o))
		return 2;
	printf("%s\thave\n", r->name);
	return 0;
}

const char *counts_cases(const char *record)
{
	for (size_t i = 0; i < NR_RECORDS; i++)
		if (!strcmp(record, records[i].name))
			return records[i].cases;
	return NULL;
}

static bool asked_for(const char *name, int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (!strcmp(name, argv[i]))
			return true;
	return !argc;
}

static bool known(const char *name)
{
	for (size_t i = 0; i < NR_RECORDS; i++)
		if (!strcmp(name, records[i].name))
			return true;
	return false;
}

int cmd_counts(int argc, char **argv)
{
	struct counts c = { 0 };

	if (argc < 5)
		return say(W_ERROR, "usage: ibrs-report counts RESULTS SERIES "
			   "IMAGE OUT [RECORD...]");
	for (int i = 5; i < argc; i++)
		if (!known(argv[i]))
			return say(W_ERROR, "counts: no record '%s'", argv[i]);
	c.results = argv[1];
	c.series = argv[2];
	c.image = argv[3];
	for (size_t i = 0; i < NR_RECORDS; i++)
		if (asked_for(records[i].name, argc - 5, argv + 5) &&
		    make_record(c, &records[i], argv[4]))
			return 2;
	return 0;
}
