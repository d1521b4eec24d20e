// SPDX-License-Identifier: GPL-2.0-only
/*
 * What make bench counted: the medians of each way in, a column for each mode.
 * bench.tsv does not say what it was made of; the runs that it is made of do,
 * and it has to be younger than each of them.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "page/page.h"
#include "report/compare.h"

#define BENCH	"build/bench/bench.tsv"
#define MODES	(DOC_COLUMNS - 1)

enum { MODE, PTI, OP, UNIT, N, MIN, MEDIAN, P99, NR_FIELDS };

struct bench_row {
	char *f[NR_FIELDS];
};

struct bench {
	struct bench_row *row;
	size_t n;
};

/* The runs are of what is judged, and the counts of them. */
static bool of_now(const struct input *in, char *why, size_t len)
{
	struct stat bench, run;

	if (stat(BENCH, &bench)) {
		snprintf(why, len, "there is no " BENCH ": make bench");
		return false;
	}
	for (unsigned int i = 0; i < in->ncases; i++) {
		const char *name = in->c[i].name;

		if (strncmp(name, "bench-", 6))
			continue;
		if (!input_run(in, name, why, len))
			return false;
		if (!stat(path_in(path_in(RESULTS, name), "rig.tsv"), &run) &&
		    run.st_mtime > bench.st_mtime) {
			snprintf(why, len, "%s was run after " BENCH ": make "
				 "bench", name);
			return false;
		}
	}
	return true;
}

static bool bench_read(struct bench *b, char *why, size_t len)
{
	char **line = lines_read(BENCH);
	struct bench_row r;

	for (; line && *line; line++) {
		if (**line == '#')
			continue;
		if (fields(*line, r.f, NR_FIELDS) < NR_FIELDS) {
			snprintf(why, len, BENCH " has a line that is no row: "
				 "make bench");
			return false;
		}
		b->row = reallocarray(b->row, b->n + 1, sizeof(r));
		if (!b->row)
			abort();
		b->row[b->n++] = r;
	}
	snprintf(why, len, BENCH " has no row: make bench");
	return b->n;
}

/* Of one table: same page tables and unit. */
static bool same_table(const struct bench_row *a, const struct bench_row *b)
{
	return !strcmp(a->f[PTI], b->f[PTI]) && !strcmp(a->f[UNIT], b->f[UNIT]);
}

/* Is @b's row @i the first with that @field in its table? */
static bool first(const struct bench *b, size_t i, int field)
{
	for (size_t k = 0; k < i; k++)
		if (same_table(&b->row[k], &b->row[i]) &&
		    (field < 0 || !strcmp(b->row[k].f[field], b->row[i].f[field])))
			return false;
	return true;
}

/* Of the row of the table that @like is in: each has a scale of its own. */
static unsigned long long most(const struct bench *b,
			       const struct bench_row *like)
{
	unsigned long long all = 0;

	for (size_t i = 0; i < b->n; i++) {
		unsigned long long n = strtoull(b->row[i].f[MEDIAN], NULL, 10);

		if (same_table(&b->row[i], like) &&
		    !strcmp(b->row[i].f[OP], like->f[OP]) && n > all)
			all = n;
	}
	return all;
}

static void cell(struct doc *d, const struct bench *b,
		 const struct bench_row *like, const char *mode,
		 unsigned long long of)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct bench_row *r = &b->row[i];
		const char *n = doc_number(r->f[MEDIAN]);
		char *html;

		if (!same_table(r, like) || strcmp(r->f[OP], like->f[OP]) ||
		    strcmp(r->f[MODE], mode))
			continue;
		if (asprintf(&html, "%s <svg class=\"bar\" viewBox=\"0 0 101 9\" "
			     "preserveAspectRatio=\"none\" role=\"img\" "
			     "aria-label=\"%s\"><rect x=\"0\" y=\"1\" "
			     "width=\"%llu\" height=\"7\" fill=\"#111\"/></svg>",
			     n, n, of ? strtoull(r->f[MEDIAN], NULL, 10) * 100 /
			     of : 0) < 0)
			abort();
		doc_cell_raw(d, n, html);
		free(html);
		return;
	}
	doc_cell(d, "-");
}

static void one_table(struct doc *d, const struct bench *b, size_t from)
{
	const struct bench_row *t = &b->row[from];
	char titles[512] = "path", caption[128];
	const char *mode[MODES];
	unsigned int modes = 0;

	for (size_t i = from; i < b->n; i++) {
		if (!same_table(&b->row[i], t))
			continue;
		if (modes < MODES && first(b, i, MODE)) {
			mode[modes++] = b->row[i].f[MODE];
			snprintf(titles + strlen(titles),
				 sizeof(titles) - strlen(titles), "\t%s",
				 b->row[i].f[MODE]);
		}
	}
	snprintf(caption, sizeof(caption), "pti=%s: %s, the median", t->f[PTI],
		 t->f[UNIT]);
	doc_table(d, caption, titles);
	for (size_t i = from; i < b->n; i++) {
		if (!same_table(&b->row[i], t) || !first(b, i, OP))
			continue;
		doc_cell(d, "%s", b->row[i].f[OP]);
		for (unsigned int m = 0; m < modes; m++)
			cell(d, b, &b->row[i], mode[m], most(b, &b->row[i]));
	}
	doc_table_end(d);
}

void bench_section(struct doc *d, const struct input *in)
{
	struct bench b = { .n = 0 };
	char why[512];

	doc_section(d, "bench", "What each way in costs");
	if (!of_now(in, why, sizeof(why)) || !bench_read(&b, why, sizeof(why))) {
		doc_word(d, W_SKIP, "not measured here: %s. The nearest figures are "
			 "what IBRS adds to a crossing, in \"Beside mainline\".",
			 why);
		return;
	}
	doc_say(d, "Of a loop that takes one way into the kernel, per round, in "
		"each mode. What is counted under the instrument is "
		"instructions and accesses of the MSR: an emulator has no "
		"cycles, and these are no ticks. A row has one scale.");
	for (size_t i = 0; i < b.n; i++)
		if (first(&b, i, -1))
			one_table(d, &b, i);
	doc_say(d, "Counted by: make bench, %s.", BENCH);
}
