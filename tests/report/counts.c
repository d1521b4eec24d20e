// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report counts RESULTS SERIES IMAGE OUT [RECORD...] - the numbers that
 * the documents show, of the results at hand: OUT/<record>.tsv for each
 * record, complete or not there.
 *
 * SERIES is the id that the results have to be of (series_id of scripts/lib.sh),
 * IMAGE that of the entry image; "-" where there is none.  On stdout a line for
 * each record: its name, a tab, "have"; or its name, "none" and why.
 *
 * A record is lines of a key, a tab and a value.  First come
 *	record	kind	command	series	with
 * kind is "exact", the same at each run of one kernel, or "run", which differs
 * a little from run to run; that one has
 *	commit	date
 * as well.  `with' names the programs that the counts are of.  Then what was
 * counted; numbers are plain digits.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/counts.h"

static const struct record_of {
	const char *name, *command;
	bool exact;
	const char *cases;		/* with a blank between them */
	const char *directory;		/* that has a made.tsv; NULL: none */
	bool (*count)(struct counts *c);
} records[] = {
	{ "windows", "make run", true,
	  "pti-smp1 nopti-smp1 pti-smp2 nopti-smp2", NULL, count_windows },
	{ "device", "make check", true,
	  "pti-smp1 nopti-smp1 pti-smp2 nopti-smp2 image-pti image-nopti",
	  NULL, count_device },
	{ "anchor", "make anchor", true,
	  "anchor-debian-pti anchor-debian-pti-off anchor-ours-pti "
	  "anchor-ours-pti-off anchor-debian-nopti anchor-debian-nopti-off "
	  "anchor-ours-nopti anchor-ours-nopti-off", NULL, count_anchor },
};

#define NR_RECORDS	(sizeof(records) / sizeof(records[0]))

void emit(struct counts *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(c->f, fmt, ap);
	va_end(ap);
	fputc('\n', c->f);
}

bool lacks(struct counts *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	return false;
}

static bool all_sources(struct counts *c, const struct record_of *r)
{
	char *list = strdup(r->cases ? r->cases : "");

	if (!list)
		abort();
	for (char *p = strtok(list, " "); p; p = strtok(NULL, " "))
		if (!source_case(c, p))
			return false;
	return !r->directory || source_directory(c, r->directory);
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
	good = all_sources(c, r) &&
	       put_head(c, r->name, r->exact, r->command) && r->count(c);
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
