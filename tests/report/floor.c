// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a sweep has to reach, whatever happened to run: tests/proof/sweep.floor
 * has how many instructions of each function that is (at least), and which
 * never run, with the reason.  Each function of the entry text, as the kernel's
 * symbols have them, has to be in it.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/result.h"

#define NEVER	"never"

struct floor_line {
	const char *section;
	struct cover_place at;
	unsigned int n;		/* at least; 0 of what never runs */
};

static struct floor_line *table;
static size_t nlines;

static const char *add_line(const char *section, char *line)
{
	char *rest = strchr(line, ' '), *colon, *end = NULL;
	struct floor_line *l;

	table = reallocarray(table, nlines + 1, sizeof(*table));
	if (!table)
		abort();
	l = &table[nlines++];
	*l = (struct floor_line){ .section = section };
	if (!section || !rest)
		return line;
	*rest++ = 0;
	colon = strchr(line, ':');
	if (colon) {
		*colon = 0;
		l->at.windows = true;
		l->at.site = line;
		line = colon + 1;
	}
	l->at.symbol = line;
	l->at.len = strlen(line);
	if (!strcmp(section, NEVER))
		return *rest ? NULL : line;
	l->n = (unsigned int)strtoul(rest, &end, 10);
	return l->n && !*end ? NULL : line;
}

/* NULL, or what is wrong with the table. */
static const char *read_table(const char *path)
{
	char **line = lines_read(path);
	const char *section = NULL, *bad = NULL;

	if (!line)
		return strerror(errno);
	for (; *line && !bad; line++) {
		char *end = strchr(*line, ']');

		if (!**line || **line == '#')
			continue;
		if (**line == '[' && end) {
			*end = 0;
			section = *line + 1;
		} else {
			bad = add_line(section, *line);
		}
	}
	return bad;
}

static bool asked_for(const char *sections, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = sections; (p = strstr(p, name)); p += len)
		if ((p == sections || p[-1] == ' ') &&
		    (!p[len] || p[len] == ' '))
			return true;
	return false;
}

/* Text in @buf when @l was not reached as often as it has to be. */
static void judge_line(const struct result *r, const struct floor_line *l,
		       char *buf, size_t len)
{
	const struct cover_result *c = &r->cover;
	unsigned int executed = cover_executed(c, &l->at);

	*buf = 0;
	if (executed < l->n)
		snprintf(buf, len, "%s%s%s: %u instructions executed, and it "
			 "has %u", l->at.site ? l->at.site : "",
			 l->at.site ? " " : "", l->at.symbol, executed, l->n);
	for (unsigned int k = 0; k < INJ_NR && !*buf; k++) {
		struct cover_count n;

		/* each has one NMI; of the others cover_why() knows */
		if (k != INJ_NMI || !c->asked[k])
			continue;
		cover_count(c, &l->at, k, &n);
		if (n.covered + n.excluded < l->n)
			snprintf(buf, len, "%s: NMIs at %u instructions, and it "
				 "has %u", l->at.symbol, n.covered, l->n);
	}
}

static bool in_table(const char *symbol)
{
	for (size_t i = 0; i < nlines; i++)
		if (!table[i].at.windows && !strcmp(table[i].at.symbol, symbol))
			return true;
	return false;
}

/* The first of what is wrong, into @buf; how many lines were looked at. */
static unsigned int judge_lines(const struct result *r, const struct options *o,
				char *buf, size_t len)
{
	unsigned int n = 0;

	*buf = 0;
	for (size_t i = 0; i < nlines && !*buf; i++) {
		const struct floor_line *l = &table[i];

		if (!l->n && cover_executed(&r->cover, &l->at))
			snprintf(buf, len, "%s has run, and the table says it "
				 "never does", l->at.symbol);
		if (!l->n || !asked_for(o->floor, l->section))
			continue;
		n++;
		judge_line(r, l, buf, len);
	}
	for (size_t i = 0; i < r->cover.nsymbols && !*buf; i++)
		if (!r->cover.windows && !in_table(r->cover.symbol[i]))
			snprintf(buf, len, "the entry text has %s, and the table "
				 "has not", r->cover.symbol[i]);
	if (!*buf && !n)
		snprintf(buf, len, "the table has nothing of %s", o->floor);
	if (!*buf && !r->cover.windows && !r->cover.nsymbols)
		snprintf(buf, len, "rig.tsv does not say what the entry text has");
	return n;
}

void floor_judge(const struct result *r, const struct options *o,
		 struct verdict *v)
{
	const char *path = getenv("IBRS_FLOOR"), *bad;
	char why[200];
	unsigned int n;

	if (!path)
		path = "tests/proof/sweep.floor";
	nlines = 0;
	bad = read_table(path);
	if (bad) {
		verdict_check(v, "floor", W_ERROR, "%s: %s", path, bad);
		return;
	}
	n = judge_lines(r, o, why, sizeof(why));
	if (*why)
		verdict_check(v, "floor", W_ERROR, "floor: %s", why);
	else
		verdict_check(v, "floor", W_PASS, "%u functions have what the "
			      "table says", n);
}

/* floor RIG: what that run reached, in the form of the table. */
int cmd_floor(int argc, char **argv)
{
	struct result *r = calloc(1, sizeof(*r));
	char err[512];

	if (argc != 2 || !r || result_read(r, argv[1], err, sizeof(err)))
		return say(W_ERROR, "%s", argc != 2 ?
			   "usage: ibrs-report floor RIG" : err);
	for (unsigned int i = 0; i < r->cover.nrows; i++) {
		const struct cover_row *row = &r->cover.row[i];
		struct cover_place at = {
			.windows = row->site, .site = row->site,
			.symbol = row->name, .len = strcspn(row->name, "+"),
		};

		if (row->entry && cover_first(&r->cover, i, &at))
			printf("%s%s%.*s %u\n", row->site ? row->site : "",
			       row->site ? ":" : "", (int)at.len, at.symbol,
			       cover_executed(&r->cover, &at));
	}
	return 0;
}
