// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verdict on a sweep: every entry instruction that was executed has to be
 * injected at in each kind asked for, or be excluded with a reason, and every
 * injection has to come back.  What is missing is ERROR: the run could not
 * judge there.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"
#include "rules/record.h"

uint64_t *cover_number(struct cover_result *c, enum meta key)
{
	for (unsigned int k = 0; k < INJ_KINDS; k++) {
		if (key == M_SENT(k))
			return &c->sent[k];
		if (key == M_BACK(k))
			return &c->back[k];
	}
	switch (key) {
	case M_NESTED:
		return &c->nested;
	case M_LATCHED:
		return &c->latched;
	case M_GONE:
		return &c->gone;
	case M_BACKTRACES:
		return &c->backtraces;
	case M_UNSTEPPED:
		return &c->unstepped;
	default:
		return NULL;
	}
}

void cover_record(struct cover_result *c, char **f, const char *site)
{
	struct cover_row *row;

	if (c->nrows == c->room) {
		c->room = c->room ? 2 * c->room : 1024;
		c->row = realloc(c->row, c->room * sizeof(*c->row));
		if (!c->row)
			abort();
	}
	row = &c->row[c->nrows++];
	row->entry = tsv_num(f[COVER_ADDRESS]);
	row->name = strdup(f[COVER_SYMBOL]);
	row->exec = tsv_count(f[COVER_EXECUTED]);
	for (unsigned int k = 0; k < INJ_NR; k++) {
		row->able[k] = tsv_count(f[COVER_KIND(k, C_ABLE)]);
		row->sent[k] = tsv_count(f[COVER_KIND(k, C_SENT)]);
		row->back[k] = tsv_count(f[COVER_KIND(k, C_BACK)]);
	}
	row->reasons = strdup(f[COVER_REASONS]);
	row->site = site ? strdup(site) : NULL;
}

/* The reason why @row has none of kind @k, NULL when there is no good one. */
static const char *reason(const struct cover_row *row, unsigned int k)
{
	char key[16];
	const char *p;

	/* it did execute where that kind could have been injected */
	if (row->able[k])
		return NULL;
	snprintf(key, sizeof(key), "%s: ", inject_name(k));
	p = strstr(row->reasons, key);
	return p ? p + strlen(key) : NULL;
}

/* What is demanded of @row, rules/inject.c says. */
static struct inject_count account(const struct cover_row *row)
{
	struct inject_count c = {
		.user = !row->entry && !row->site, .window = row->site,
		.exec = row->exec,
	};

	memcpy(c.able, row->able, sizeof(c.able));
	memcpy(c.sent, row->sent, sizeof(c.sent));
	return c;
}

static bool covered(const struct cover_row *row, unsigned int k)
{
	const struct inject_count c = account(row);

	return inject_covered(&c, k);
}

static bool wanted(const struct cover_row *row, unsigned int k)
{
	const struct inject_count c = account(row);

	return inject_wanted(&c, k);
}

static bool is_at(const struct cover_row *row, const struct cover_place *p)
{
	size_t len = strcspn(row->name, "+");

	if (p->windows != !!row->site)
		return false;
	if (p->site && strcmp(p->site, row->site))
		return false;
	return !p->symbol || (len == p->len && !strncmp(row->name, p->symbol, len));
}

unsigned int cover_executed(const struct cover_result *c,
			    const struct cover_place *p)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < c->nrows; i++)
		n += c->row[i].exec && is_at(&c->row[i], p);
	return n;
}

bool cover_first(const struct cover_result *c, unsigned int row,
		 const struct cover_place *p)
{
	unsigned int i = 0;

	while (i < row && !is_at(&c->row[i], p))
		i++;
	return i == row;
}

void cover_count(const struct cover_result *c, const struct cover_place *p,
		 unsigned int k, struct cover_count *n)
{
	memset(n, 0, sizeof(*n));
	for (unsigned int i = 0; i < c->nrows; i++) {
		const struct cover_row *row = &c->row[i];

		if (!is_at(row, p) || !wanted(row, k))
			continue;
		n->total++;
		if (covered(row, k))
			n->covered++;
		else if (reason(row, k))
			n->excluded++;
		else
			n->missing++;
	}
}

static const struct cover_place in_entry_text = { .windows = false };
static const struct cover_place in_windows = { .windows = true };

/* Text in @buf when kind @k of the sweep could not judge; else empty. */
void cover_why(const struct result *r, unsigned int k, char *buf, size_t len)
{
	const struct cover_result *c = &r->cover;
	struct cover_count n, w;
	uint64_t out = c->sent[k] - c->back[k];

	*buf = 0;
	if (!c->asked[k] || (c->windows && k == INJ_DB))
		return;
	cover_count(c, &in_entry_text, k, &n);
	cover_count(c, &in_windows, k, &w);
	if (!c->sent[k])
		snprintf(buf, len, "sweep: %s was asked for, none was injected",
			 inject_name(k));
	else if (c->back[k] > c->sent[k] || out > c->gone + r->cpus)
		snprintf(buf, len, "sweep: %" PRIu64 " %s injected, %" PRIu64
			 " returned", c->sent[k], inject_name(k), c->back[k]);
	else if (!n.total && !c->windows)
		snprintf(buf, len, "sweep: no entry instruction was executed");
	else if (n.missing)
		snprintf(buf, len, "sweep: %u of %u entry instructions without "
			 "%s", n.missing, n.total, inject_name(k));
	else if (w.missing)
		snprintf(buf, len, "sweep: %u of %u instructions of windows "
			 "without %s", w.missing, w.total, inject_name(k));
}

/* Rows not covered, with the reason of those that are excused. */
static void print_rows(FILE *f, const struct cover_result *c, unsigned int k)
{
	for (unsigned int i = 0; i < c->nrows; i++) {
		const struct cover_row *row = &c->row[i];
		const char *why;
		int len;

		if (!wanted(row, k) || covered(row, k))
			continue;
		why = reason(row, k);
		len = why ? (int)strcspn(why, ";") : 0;
		fprintf(f, "no %s at %s, executed %" PRIu64 " times: %.*s\n",
			inject_name(k), row->name, row->exec,
			why ? len : 18, why ? why : "NO REASON FOR THAT");
	}
}

static void print_window(FILE *f, const struct cover_result *c,
			 const struct cover_place *p)
{
	const char *sep = ":";

	fprintf(f, "window %s %.*s", p->site, (int)p->len, p->symbol);
	for (unsigned int k = 0; k < INJ_NR; k++) {
		struct cover_count n;

		if (!c->asked[k] || k == INJ_DB)
			continue;
		cover_count(c, p, k, &n);
		fprintf(f, "%s %s %u of %u", sep, inject_name(k), n.covered,
			n.total);
		if (n.excluded)
			fprintf(f, " (%u excluded)", n.excluded);
		sep = ",";
	}
	fputc('\n', f);
}

/* A line for each site and function that has a window. */
static void print_windows(FILE *f, const struct cover_result *c)
{
	for (unsigned int i = 0; i < c->nrows; i++) {
		const struct cover_row *row = &c->row[i];
		struct cover_place p = {
			.windows = true, .site = row->site, .symbol = row->name,
			.len = strcspn(row->name, "+"),
		};

		if (row->site && cover_first(c, i, &p))
			print_window(f, c, &p);
	}
}

void cover_print(FILE *f, const struct cover_result *c)
{
	const char *sep = "coverage";

	for (unsigned int k = 0; k < INJ_NR; k++) {
		struct cover_count n;

		if (!c->asked[k] || c->windows)
			continue;
		cover_count(c, &in_entry_text, k, &n);
		fprintf(f, "%s %s %u of %u", sep, inject_name(k), n.covered,
			n.total);
		if (n.excluded)
			fprintf(f, " (%u excluded)", n.excluded);
		sep = ",";
	}
	if (c->windows)
		fprintf(f, "coverage of windows alone");
	fprintf(f, "; NMIs %" PRIu64 ", nested %" PRIu64 ", latched %" PRIu64
		", #DB %" PRIu64 ", #MC %" PRIu64 "\n",
		c->sent[INJ_NMI] + c->sent[INJ_NEST], c->nested,
		c->latched, c->sent[INJ_DB] + c->sent[INJ_UNMASK],
		c->sent[INJ_MC]);
	print_windows(f, c);
	for (unsigned int k = 0; k < INJ_NR; k++)
		if (c->asked[k])
			print_rows(f, c, k);
}

void cover_symbol(struct cover_result *c, const char *name)
{
	c->symbol = reallocarray(c->symbol, c->nsymbols + 1, sizeof(*c->symbol));
	if (!c->symbol)
		abort();
	c->symbol[c->nsymbols++] = strdup(name);
}

void selfcheck_record(struct result *r, char **f)
{
	struct counted *c;

	r->counted = reallocarray(r->counted, r->ncounted + 1, sizeof(*c));
	if (!r->counted)
		abort();
	c = &r->counted[r->ncounted++];
	c->what = strdup(f[COUNTED_WHAT]);
	c->low = tsv_count(f[COUNTED_LOW]);
	c->high = tsv_count(f[COUNTED_HIGH]);
}
