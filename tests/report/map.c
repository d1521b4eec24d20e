// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report map RECORDS SERIES JUDGES
 *
 * A line for each cell of the map of the proof (map.h), and its word:
 *   PASS	counted, and something shows that it can fail
 *   SKIP	a record is of another series, or older than its judge: the command
 *		in the line counts it again
 *   ERROR	nothing was counted, or nothing shows that it can fail
 * A judge that cannot judge a rule by what it is has its reason in
 * rules/unjudged.def.
 *
 * RECORDS is Documentation/results: judged-<judge>.tsv has the counts by "R9" and
 * "R9:offline"; evidence.tsv (streams, fixtures), mutants.tsv and
 * image-mutants.tsv have names by "<judge>.R9:offline.<number>".  SERIES and
 * JUDGES are those that are there (series_id ids and judges of scripts): of the series
 * the whole, and each set of it.
 */
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/map.h"
#include "rules/unjudged.h"

#define MOST	512		/* names of one cell and kind */
#define WIDTH	1024

static const struct judge_col {
	enum judge_kind who;
	const char *key, *title;
} judges[] = {
	{ JUDGE_RIG, "rig", "instrument" },
	{ JUDGE_CHECK, "check", "checker" },
	{ JUDGE_ALONE, "image", "image" },
};

/* What can show that a judge sees a rule broken. */
static const struct kind_of_proof {
	const char *record, *judge;
	const char *one, *more;
	const char *where;	/* below tests, %s for the name */
	const char *holds;	/* what stands there, NULL: it is a file of its own */
	const char *link;
} proofs[] = {
	{ "evidence", "rig", "stream", "streams", "unit/judge*.c", "\"%s\"",
	  "unit/judge.c" },
	{ "evidence", "check", "fixture", "fixtures", "check/testdata/%s.S", NULL,
	  "check/testdata/%s.S" },
	{ "mutants", NULL, "mutant", "mutants", "proof/mutants/%s.patch", NULL,
	  "proof/mutants/%s.patch" },
	{ "image-mutants", NULL, "fault of the entry image",
	  "faults of the entry image", "image/mutants.tsv", "\n%s\t",
	  "image/mutants.tsv" },
};

#define NR_JUDGES	(sizeof(judges) / sizeof(judges[0]))
#define NR_PROOFS	(sizeof(proofs) / sizeof(proofs[0]))

struct cell {
	unsigned int rule;
	enum rule_part part;		/* NR_PARTS: the rule has none */
	const struct judge_col *judge;
	char name[40];			/* "R9:offline" */
	const char *unjudged, *count;	/* count: digits, or NULL */
	const char *proof[NR_PROOFS][MOST];
	unsigned int nproof[NR_PROOFS];
};

/* --- is it still there ----------------------------------------------------- */

static char *in_pattern(const char *pattern, const char *name)
{
	const char *at = strstr(pattern, "%s");
	char *s;

	if (asprintf(&s, "%.*s%s%s", at ? (int)(at - pattern) :
		     (int)strlen(pattern), pattern, at ? name : "",
		     at ? at + 2 : "") < 0)
		abort();
	return s;
}

static bool file_holds(const char *path, const char *text)
{
	FILE *f = fopen(path, "r");
	char *all = NULL;
	size_t len = 0;
	bool found;

	if (!f)
		return false;
	found = getdelim(&all, &len, 0, f) > 0 && strstr(all, text);
	free(all);
	fclose(f);
	return found;
}

/* What was shown by something that is gone is shown by nothing. */
static bool still_there(const struct kind_of_proof *p, const char *name)
{
	char *where = path_in("tests", in_pattern(p->where, name));
	char *text = p->holds ? in_pattern(p->holds, name) : NULL;
	bool found = false;
	glob_t g;

	if (!text)
		return !access(where, R_OK);
	if (glob(where, 0, NULL, &g))
		return false;
	for (size_t i = 0; i < g.gl_pathc && !found; i++)
		found = file_holds(g.gl_pathv[i], text);
	globfree(&g);
	free(text);
	return found;
}

/* --- the cells -------------------------------------------------------------- */

static void find_proofs(struct cell *c, const struct num_records *records)
{
	char head[64];

	snprintf(head, sizeof(head), "%s.%s.", c->judge->key, c->name);
	for (size_t p = 0; p < NR_PROOFS; p++) {
		const struct num_record *r = record_named(records,
							  proofs[p].record);

		if (proofs[p].judge && strcmp(proofs[p].judge, c->judge->key))
			continue;
		for (size_t i = 0; r && i < r->n && c->nproof[p] < MOST; i++)
			if (!strncmp(r->key[i], head, strlen(head)) &&
			    still_there(&proofs[p], r->value[i]))
				c->proof[p][c->nproof[p]++] = r->value[i];
	}
}

static const struct num_record *counted_in(const struct cell *c,
					   const struct num_records *records)
{
	const struct num_record *often, *full;
	const char *count;
	char name[64];

	snprintf(name, sizeof(name), MAP_COUNTS "%s", c->judge->key);
	often = record_named(records, name);
	count = often ? record_get(often, c->name) : NULL;
	if (count && strcmp(count, "0"))
		return often;
	/* what make check has no kernel for, make full counts */
	snprintf(name, sizeof(name), MAP_COUNTS "%s-full", c->judge->key);
	full = record_named(records, name);
	return full ? full : often;
}

static void fill_cell(struct cell *c, unsigned int rule, enum rule_part part,
		      const struct judge_col *judge,
		      const struct num_records *records)
{
	*c = (struct cell){ .rule = rule, .part = part, .judge = judge };
	snprintf(c->name, sizeof(c->name), "R%u%s%s", rule,
		 part < NR_PARTS ? ":" : "",
		 part < NR_PARTS ? part_names[part].name : "");
	c->unjudged = unjudged_why(rule, part, judge->who);
	if (c->unjudged)
		return;
	c->count = record_get(counted_in(c, records), c->name);
	if (c->count && !strcmp(c->count, "0"))
		c->count = NULL;
	find_proofs(c, records);
}

/* Cell @n of all, rule by rule, part by part, judge by judge; false behind them. */
static bool cell_nr(struct cell *c, unsigned int n,
		    const struct num_records *records)
{
	const struct judge_col *judge = &judges[n % NR_JUDGES];

	n /= NR_JUDGES;
	for (unsigned int r = 1; r < NR_RULES; r++) {
		if (!parts_of(r) && !n--) {
			fill_cell(c, r, NR_PARTS, judge, records);
			return true;
		}
		for (enum rule_part p = 0; p < NR_PARTS; p++)
			if (part_names[p].rule == r && !n--) {
				fill_cell(c, r, p, judge, records);
				return true;
			}
	}
	return false;
}

static unsigned int proofs_of(const struct cell *c)
{
	unsigned int n = 0;

	for (size_t p = 0; p < NR_PROOFS; p++)
		n += c->nproof[p];
	return n;
}

/* Why it is empty, or NULL. */
static const char *empty(const struct cell *c)
{
	return c->unjudged ? NULL : !c->count ? "nothing was counted" :
	       !proofs_of(c) ? "nothing shows that it can fail" : NULL;
}

/* --- as a document ----------------------------------------------------------- */

struct lines {
	char **line;
	size_t n;
};

static __attribute__((format(printf, 2, 3)))
void add_line(struct lines *l, const char *fmt, ...)
{
	va_list ap;

	l->line = reallocarray(l->line, l->n + 2, sizeof(*l->line));
	va_start(ap, fmt);
	if (!l->line || vasprintf(&l->line[l->n++], fmt, ap) < 0)
		abort();
	va_end(ap);
	l->line[l->n] = NULL;
}

/* "4 [streams](...): r9 bad: one, and so on" for each kind that there is. */
static void write_proofs(char *to, size_t len, const struct cell *c)
{
	size_t at = 0;

	*to = 0;
	for (size_t p = 0; p < NR_PROOFS; p++) {
		unsigned int n = c->nproof[p];

		if (n && at < len)
			at += (size_t)snprintf(to + at, len - at,
				"%s%u %s, [%s](../../tests/%s)", at ? "; " : "",
				n, n == 1 ? proofs[p].one : proofs[p].more,
				c->proof[p][0],
				in_pattern(proofs[p].link, c->proof[p][0]));
	}
}

static void cell_line(struct lines *l, const struct cell *c)
{
	char proof[WIDTH];

	write_proofs(proof, sizeof(proof), c);
	if (c->unjudged)
		add_line(l, "| %s | %s | - | %s |", c->name, c->judge->title,
			 c->unjudged);
	else if (empty(c))
		add_line(l, "| %s | %s | ERROR | %s |", c->name,
			 c->judge->title, empty(c));
	else
		add_line(l, "| %s | %s | [%s](" MAP_COUNTS "%s.tsv) | %s |",
			 c->name, c->judge->title, c->count, c->judge->key,
			 proof);
}

static void record_line(struct lines *l, const struct num_record *r)
{
	const char *by = record_get(r, "judges"), *date = record_get(r, "date");

	add_line(l, "| [%s](%s.tsv) | %s | %s | %s | %s |", r->name, r->name,
		 record_get(r, "command"), record_get(r, "series"),
		 by ? by : "not said", date ? date : "-");
}

static bool of_map(const struct num_record *r)
{
	for (size_t p = 0; p < NR_PROOFS; p++)
		if (!strcmp(r->name, proofs[p].record))
			return true;
	return !strncmp(r->name, MAP_COUNTS, strlen(MAP_COUNTS));
}

static char **all_cells(const struct num_records *records)
{
	struct lines l = { .n = 0 };
	static struct cell c;

	add_line(&l, "| rule | judge | counted | what shows that it can fail |");
	add_line(&l, "|------|-------|---------|-----------------------------|");
	for (unsigned int i = 0; cell_nr(&c, i, records); i++)
		cell_line(&l, &c);
	add_line(&l, "%s", "");
	add_line(&l, "| record | command | series | judges | day |");
	add_line(&l, "|--------|---------|--------|--------|-----|");
	for (size_t i = 0; i < records->n; i++)
		if (of_map(&records->r[i]))
			record_line(&l, &records->r[i]);
	return l.line;
}

static char **sum_of_cells(const struct num_records *records)
{
	unsigned int judged = 0, not = 0, bad = 0, others = 0;
	struct lines l = { .n = 0 };
	static struct cell c;

	for (unsigned int i = 0; cell_nr(&c, i, records); i++) {
		not += !!c.unjudged;
		bad += !!empty(&c);
		judged += !c.unjudged && !empty(&c);
		others += !c.unjudged && !empty(&c) &&
			  rule_judged_by(c.rule, OF_OTHERS);
	}
	add_line(&l, "Of %u cells %u are counted and can fail, %u cannot be judged by that judge, %u are empty.",
		 judged + not + bad, judged, not, bad);
	if (others)
		add_line(&l, "Of the %u, %u are of rules that the series has no code for, counted on Debian's kernels.",
			 judged, others);
	return l.line;
}

bool map_block(const char *name)
{
	return !strcmp(name, "map") || !strcmp(name, "map-sum");
}

char **map_lines(const char *name, const struct num_records *records)
{
	return !strcmp(name, "map") ? all_cells(records) :
	       !strcmp(name, "map-sum") ? sum_of_cells(records) : NULL;
}

/* --- and its words ------------------------------------------------------------ */

bool map_same_judge(const char *a, const char *b, const char *judge)
{
	char head[16], id[2][40];
	const char *from[] = { a, b };

	snprintf(head, sizeof(head), "%s ", judge);
	for (int i = 0; i < 2; i++) {
		const char *s = from[i] ? strstr(from[i], head) : NULL;

		if (!s || sscanf(s + strlen(head), "%39s", id[i]) != 1)
			return false;
	}
	return strcmp(id[0], "-") && !strcmp(id[0], id[1]);
}

/* SERIES is a list, an id to a line: a record of one of the sets counts as well. */
bool map_listed(const char *list, const char *id)
{
	size_t len = strlen(id);

	for (; *list; list += strcspn(list, "\n"), list += *list == '\n')
		if (strcspn(list, "\n") == len && !strncmp(list, id, len))
			return len;
	return false;
}

/* Why @r says nothing of the judge that is there; NULL: it does. */
static const char *stale(const struct map_now *n, const struct num_record *r,
			 const char *judge)
{
	if (!map_listed(n->series, record_get(r, "series")))
		return "is of another series";
	return map_same_judge(record_get(r, "judges"), n->judges, judge) ? NULL :
	       "is older than the judge";
}

/* A record whose proofs count as they are, or the first that would have to be. */
static const struct num_record *fresh_proof(const struct map_now *n,
		const struct cell *c, const struct num_records *records)
{
	const struct num_record *old = NULL;

	for (size_t p = 0; p < NR_PROOFS; p++) {
		const struct num_record *r = c->nproof[p] ?
			record_named(records, proofs[p].record) : NULL;

		if (r && !stale(n, r, c->judge->key))
			return r;
		if (r && !old)
			old = r;
	}
	return old;
}

static void shown_by(char *to, size_t len, const struct cell *c)
{
	size_t at = 0;

	*to = 0;
	for (size_t p = 0; p < NR_PROOFS; p++)
		if (c->nproof[p] && at < len)
			at += (size_t)snprintf(to + at, len - at, "%s%u %s",
				at ? ", " : "", c->nproof[p],
				c->nproof[p] == 1 ? proofs[p].one :
						    proofs[p].more);
}

static enum word cell_word(struct map_cell *to, const struct map_now *n,
			   const struct cell *c,
			   const struct num_records *records)
{
	const struct num_record *r[2];

	if (empty(c) || c->unjudged) {
		snprintf(to->why, sizeof(to->why), "%s",
			 empty(c) ? empty(c) : c->unjudged);
		return empty(c) ? W_ERROR : W_NR;
	}
	r[0] = counted_in(c, records);
	r[1] = fresh_proof(n, c, records);
	for (int i = 0; i < 2; i++) {
		const char *why = stale(n, r[i], c->judge->key);

		if (!why)
			continue;
		snprintf(to->why, sizeof(to->why),
			 "%s %s: %s, then make results", r[i]->name, why,
			 record_get(r[i], "command"));
		return W_SKIP;
	}
	return W_PASS;
}

bool map_cell(struct map_cell *to, unsigned int n, const struct map_now *now,
	      const struct num_records *records)
{
	static struct cell c;

	if (!cell_nr(&c, n, records))
		return false;
	*to = (struct map_cell){ .judge = c.judge->title, .count = c.count };
	memcpy(to->name, c.name, sizeof(to->name));
	shown_by(to->shown, sizeof(to->shown), &c);
	to->word = cell_word(to, now, &c, records);
	return true;
}

static void tell(const struct map_cell *c)
{
	const char *word = c->word < W_NR ? word_name(c->word) : "-";

	if (c->word == W_PASS)
		printf("%-5s %-12s %-10s %s counted, shown by %s\n", word,
		       c->name, c->judge, c->count, c->shown);
	else
		printf("%-5s %-12s %-10s %s\n", word, c->name, c->judge, c->why);
}

int cmd_map(int argc, char **argv)
{
	unsigned int cells = 0, count[W_NR] = { 0 };
	struct num_records records;
	struct map_now now;
	struct map_cell c;
	enum word w;

	if (argc != 4)
		return say(W_ERROR, "usage: ibrs-report map RECORDS SERIES "
			   "JUDGES");
	now = (struct map_now){ .series = argv[2], .judges = argv[3] };
	if (records_read(&records, argv[1]))
		return 2;
	for (; map_cell(&c, cells, &now, &records); cells++) {
		tell(&c);
		if (c.word < W_NR)
			count[c.word]++;
	}
	w = count[W_ERROR] ? W_ERROR : count[W_SKIP] ? W_SKIP : W_PASS;
	return say(w, "map: of %u cells %u are counted and can fail, %u have "
		   "to be counted again, %u are empty; the others cannot be "
		   "judged by that judge", cells, count[W_PASS],
		   count[W_SKIP], count[W_ERROR]);
}
