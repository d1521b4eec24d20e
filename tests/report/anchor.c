// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report anchor RESULTS - what IBRS adds to each path, ours beside
 * mainline's (tests/proof/anchor.sh says how it is counted).
 *
 * FAIL when a path that both have takes more accesses of the MSR, or has a
 * longer window (in and out together), than mainline's.  ERROR when a run that
 * should be there is not; SKIP when there is none of ours.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/anchor.h"
#include "report/commands.h"
#include "report/compare.h"

/* Fewer crossings are an accident of the moment, not a path with a length. */
#define LEAST		5

static const char * const side_name[SIDES] = { "debian", "ours" };
static const char * const modes[] = { "pti", "nopti" };

static long hundredths(double x)
{
	return (long)(x * 100 + (x < 0 ? -.5 : .5));
}

static double each(uint64_t n, const struct row *p)
{
	return (double)n / (double)p->n;
}

struct added anchor_added(const struct side *s, const char *path)
{
	const struct row *on = s->on ? row_named(s->on, path) : NULL;
	const struct row *off = s->off ? row_named(s->off, path) : NULL;
	struct added a = { 0 };
	double rd, wr;

	if (!on || !off || on->n < LEAST || off->n < LEAST)
		return a;
	rd = each(on->rd, on) - each(off->rd, off);
	wr = each(on->wr, on) - each(off->wr, off);
	a.there = true;
	a.insns = (int64_t)(on->entry[1] - off->entry[1]);
	/* else the two runs mixed the ways through that path otherwise */
	a.steady = a.insns == (int64_t)(on->entry[0] - off->entry[0]);
	a.rd = hundredths(rd);
	a.wr = hundredths(wr);
	a.both = hundredths(rd + wr);
	a.in = on->in[1];
	a.out = on->out[1];
	return a;
}

static const char *word_of(const struct added *a)
{
	if (!a[MAINLINE].there || !a[OURS].there)
		return "-";
	if (a[OURS].both > a[MAINLINE].both)
		return "more accesses";
	if (a[OURS].in + a[OURS].out > a[MAINLINE].in + a[MAINLINE].out)
		return "longer window";
	return "yes";
}

static bool is_path(const char *name)
{
	if (!strncmp(name, "start", 5))
		return false;
	/* Left by another task: its way out, with what the switch took. */
	return !strstr(name, "/SYSRET") || !strncmp(name, "SYS", 3);
}

static void add_lines(struct table *t, unsigned int mode)
{
	const struct side *side = t->side[mode];

	for (unsigned int i = 0; i < side[MAINLINE].on->nrows; i++) {
		struct line *l = &t->line[t->n];

		l->mode = modes[mode];
		l->path = side[MAINLINE].on->row[i].name;
		if (!is_path(l->path))
			continue;
		for (unsigned int s = 0; s < SIDES; s++)
			l->by[s] = anchor_added(&side[s], l->path);
		l->word = word_of(l->by);
		t->n += l->by[MAINLINE].there;
	}
}

/* --- the files ---------------------------------------------------------- */

/* What a table shows of one side: five texts, "-" where there is nothing. */
static void texts(const struct added *a, char text[5][24])
{
	for (unsigned int i = 0; i < 5; i++)
		strcpy(text[i], "-");
	if (!a->there)
		return;
	if (a->steady)
		snprintf(text[0], 24, "%" PRId64, a->insns);
	else
		strcpy(text[0], "~");
	snprintf(text[1], 24, "%g", (double)a->rd / 100);
	snprintf(text[2], 24, "%g", (double)a->wr / 100);
	snprintf(text[3], 24, "%" PRIu64, a->in);
	snprintf(text[4], 24, "%" PRIu64, a->out);
}

/* The size of the entry text: mainline, ours, v4.15; "-" for one not run. */
static void sizes(const struct side *side, char text[3][24])
{
	const struct result *r[3] = { side[MAINLINE].on, side[OURS].on,
				      side[OURS].off };

	for (unsigned int i = 0; i < 3; i++)
		if (r[i] && r[i]->entry_bytes)
			snprintf(text[i], 24, "%" PRIu64, r[i]->entry_bytes);
		else
			strcpy(text[i], "-");
}

static void write_tsv(FILE *f, const struct table *t)
{
	char text[SIDES][5][24], size[3][24];

	for (unsigned int m = 0; m < 2; m++) {
		for (size_t i = 0; i < t->n; i++) {
			const struct line *l = &t->line[i];

			if (l->mode != modes[m])
				continue;
			fprintf(f, "%s\t%s", l->mode, l->path);
			for (unsigned int s = 0; s < SIDES; s++) {
				texts(&l->by[s], text[s]);
				for (unsigned int k = 0; k < 5; k++)
					fprintf(f, "\t%s", text[s][k]);
			}
			fprintf(f, "\t%s\n", l->word);
		}
		sizes(t->side[m], size);
		fprintf(f, "%s\tentry text, bytes\t%s\t-\t-\t-\t-\t%s\t%s"
			"\t-\t-\t-\t-\n", modes[m], size[0], size[1], size[2]);
	}
}

#define LINE "%-6s %-18s %6s %6s %6s %8s   %6s %6s %6s %8s   %s\n"

static void write_txt(FILE *f, const struct table *t)
{
	char text[SIDES][5][24], win[SIDES][64], size[3][24];

	fprintf(f, LINE, "", "", "main-", "line", "", "", "ours", "", "", "",
		"ours <=");
	fprintf(f, LINE, "", "path", "insns", "RDMSR", "WRMSR", "window",
		"insns", "RDMSR", "WRMSR", "window", "mainline");
	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->line[i];

		for (unsigned int s = 0; s < SIDES; s++) {
			texts(&l->by[s], text[s]);
			snprintf(win[s], sizeof(win[s]), l->by[s].there ?
				 "%s/%s" : "%s", text[s][3], text[s][4]);
		}
		fprintf(f, LINE, l->mode, l->path, text[0][0], text[0][1],
			text[0][2], win[0], text[1][0], text[1][1], text[1][2],
			win[1], l->word);
	}
	for (unsigned int m = 0; m < 2; m++) {
		sizes(t->side[m], size);
		fprintf(f, "%s: entry text %s bytes in mainline, %s in ours, "
			"%s in v4.15\n", modes[m], size[0], size[1], size[2]);
	}
}

/* --- the word ----------------------------------------------------------- */

static size_t with_word(const struct table *t, const char *word)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += !strcmp(t->line[i].word, word);
	return n;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char * const *)a, *(const char * const *)b);
}

/* The paths where ours takes fewer accesses, each once, by name. */
const char *anchor_fewer(const struct table *t)
{
	const char *name[2 * MAX_ROWS];
	static char text[4096];
	size_t n = 0, len = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct added *a = t->line[i].by;

		if (!strcmp(t->line[i].word, "yes") &&
		    a[OURS].rd + a[OURS].wr < a[MAINLINE].rd + a[MAINLINE].wr)
			name[n++] = t->line[i].path;
	}
	qsort(name, n, sizeof(*name), by_name);
	for (size_t i = 0; i < n && len < sizeof(text); i++)
		if (!i || strcmp(name[i], name[i - 1]))
			len += (size_t)snprintf(text + len, sizeof(text) - len,
						" %s", name[i]);
	return n ? text : strcpy(text, " none");
}

size_t anchor_paths(const struct table *t, size_t *behind)
{
	*behind = with_word(t, "more accesses") + with_word(t, "longer window");
	return with_word(t, "yes") + *behind;
}

static int word(const struct table *t, const char *results)
{
	size_t behind, both = anchor_paths(t, &behind);

	if (behind)
		return say(W_FAIL, "anchor: %zu paths with more accesses or "
			   "a longer window than mainline, see %s/anchor.tsv",
			   behind, results);
	if (!both)
		return say(W_SKIP, "anchor: no run of ours to compare with "
			   "mainline's");
	return say(W_PASS, "anchor: %zu paths, none with more accesses or a "
		   "longer window; fewer accesses on:%s", both, anchor_fewer(t));
}

/* Reads @s; returns how many of its runs there are, -1 when one is no good. */
static int read_side(struct side *s, const char *results, const char *who,
		     const char *mode)
{
	char name[64];

	snprintf(name, sizeof(name), "anchor-%s-%s", who, mode);
	s->on = run_read(results, name);
	if (!s->on && run_there(results, name))
		return -1;
	strcat(name, "-off");
	s->off = run_read(results, name);
	if (!s->off && run_there(results, name))
		return -1;
	return !!s->on + !!s->off;
}

static int read_all(struct table *t, const char *results)
{
	static const char * const whose[] = { "mainline's", "ours" };

	for (unsigned int s = 0; s < SIDES; s++) {
		int n = 0;

		for (unsigned int m = 0; m < 2; m++) {
			int got = read_side(&t->side[m][s], results,
					    side_name[s], modes[m]);

			n = got < 0 || n < 0 ? -1 : n + got;
		}
		if (n != 4 && (n || s == MAINLINE))
			return say(W_ERROR, "no counts of %s: run tests/run "
				   "-g anchor", whose[s]);
	}
	return 0;
}

int anchor_read(struct table *t, const char *results)
{
	int ret = read_all(t, results);

	for (unsigned int m = 0; !ret && m < ANCHOR_MODES; m++)
		add_lines(t, m);
	return ret;
}

int cmd_anchor(int argc, char **argv)
{
	static struct table t;
	struct out o;
	int ret;

	if (argc != 2)
		return say(W_ERROR, "usage: ibrs-report anchor RESULTS");
	ret = anchor_read(&t, argv[1]);
	if (ret)
		return ret;
	if (!out_open(&o, argv[1], "anchor.tsv"))
		return 2;
	write_tsv(o.f, &t);
	if (out_close(&o) || !out_open(&o, argv[1], "anchor.txt"))
		return 2;
	write_txt(o.f, &t);
	if (out_close(&o))
		return 2;
	out_show(&o);
	return word(&t, argv[1]);
}
