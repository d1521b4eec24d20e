// SPDX-License-Identifier: GPL-2.0-only
/* The table on the terminal and the KTAP file. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "report/result.h"

/* MSR accesses per crossing: a whole number, or two decimals. */
static void per_crossing(FILE *f, uint64_t n, uint64_t crossings)
{
	if (!crossings || n % crossings)
		fprintf(f, " %6.2f", crossings ? (double)n / (double)crossings
			: 0.0);
	else
		fprintf(f, " %6" PRIu64, n / crossings);
}

static void print_window(FILE *f, const uint64_t *w)
{
	char s[48];

	if (w[0] == w[1])
		snprintf(s, sizeof(s), "%" PRIu64, w[0]);
	else
		snprintf(s, sizeof(s), "%" PRIu64 "..%" PRIu64, w[0], w[1]);
	fprintf(f, " %8s", s);
}

/*
 * A path fails where it broke a rule that failed; counts of an announced
 * deviation are shown with an asterisk.
 */
static void print_row(FILE *f, const struct row *p, const struct verdict *v,
		      bool off)
{
	bool bad = false;

	fprintf(f, "%-20s %9" PRIu64, p->name, p->n);
	per_crossing(f, p->rd, p->n);
	per_crossing(f, p->wr, p->n);
	print_window(f, p->in);
	print_window(f, p->out);
	for (unsigned int i = 1; i < NR_RULES; i++) {
		uint64_t n = p->viol[i];
		bool failed = v->rule[i] == W_FAIL;

		bad |= n && failed;
		if (!rule_has_column(i))
			continue;
		if (n && failed)
			fprintf(f, " %6" PRIu64, n);
		else if (n)
			fprintf(f, " %5" PRIu64 "*", n);
		else
			fprintf(f, " %6s", off ? "-" : ".");
	}
	fprintf(f, " %s\n", off ? "-" : word_name(bad ? W_FAIL : W_PASS));
}

static void print_paths(FILE *f, const struct result *r,
			const struct verdict *v, bool off)
{
	fprintf(f, "%-20s %9s %6s %6s %8s %8s", "path", "crossings", "RDMSR",
		"WRMSR", "win-in", "win-out");
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (rule_has_column(i))
			fprintf(f, " %5s%u", "R", i);
	fprintf(f, " %s\n", "verdict");
	for (unsigned int i = 0; i < r->nrows; i++)
		print_row(f, &r->row[i], v, off);
}

static void print_rules(FILE *f, const struct verdict *v)
{
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (judged_rule(i))
			fprintf(f, "R%-3u %-5s %s\n", i,
				word_name(v->rule[i]), v->why[i]);
}

/* The last events before a violation, oldest first, one a line. */
static void print_trace(FILE *f, const char *trace, unsigned int most)
{
	unsigned int n = 0;

	for (const char *p = trace; *p; p++)
		n += *p == ';';
	for (const char *p = trace, *end; (end = strchr(p, ';')); p = end + 1)
		if (n-- <= most)
			fprintf(f, "  %.*s\n", (int)(end - p), p);
}

static void print_faults(FILE *f, const struct result *r)
{
	for (unsigned int i = 0; i < r->nkinds; i++)
		fprintf(f, "kind R%u:%s %" PRIu64 "\n", r->kind[i].rule,
			r->kind[i].name, r->kind[i].count);
	for (unsigned int i = 0; i < r->nviol; i++) {
		fprintf(f, "seen %s\n", r->viol[i]);
		print_trace(f, r->trace[i], r->stopped ? 64 : 8);
	}
	for (unsigned int i = 0; i < r->nnot_ok; i++)
		fprintf(f, "guest %s\n", r->not_ok[i]);
	if (r->done || r->stopped)
		return;
	fprintf(f, "last console lines:\n");
	for (unsigned int i = 0; i < 12; i++)
		if (r->tail[(r->ntail + i) % 12])
			fprintf(f, "| %s\n", r->tail[(r->ntail + i) % 12]);
}

void print_table(FILE *f, const struct result *r, const struct options *o,
		 const struct verdict *v)
{
	fprintf(f, "#");
	for (unsigned int i = 0; i < o->nheader; i++)
		fprintf(f, " %s;", o->header[i]);
	fprintf(f, " qemu=%s; plugin=%s\n", r->qemu ? r->qemu : "?",
		r->args ? r->args : "?");
	fprintf(f, "# %" PRIu64 " instructions watched, %" PRIu64 " of %"
		PRIu64 " processors armed %" PRIu64 " times, %" PRIu64
		" NMIs injected, base 0x%" PRIx64 " (mark 0x%" PRIx64
		"), pti=%s\n", r->insns, r->armed, r->active, r->armings,
		r->nmis + r->cover.sent[INJ_NMI] + r->cover.sent[INJ_NEST],
		r->base, r->mark, r->pti ? "on" : "off");
	if (r->mces)
		fprintf(f, "# and %" PRIu64 " #MC\n", r->mces);
	if (r->held)
		fprintf(f, "# QEMU holds 48h as well: %" PRIu64 " reads "
			"compared\n", r->compared);
	print_paths(f, r, v, o->off);
	print_rules(f, v);
	if (o->sweep)
		cover_print(f, &r->cover);
	if (!o->all)
		print_faults(f, r);
	for (unsigned int i = 0; i < v->nwhy; i++)
		fprintf(f, "note: %s\n", v->run_why[i]);
	fprintf(f, "%s: %s\n", o->name, word_name(v->run));
}

static void ktap_line(FILE *f, unsigned int n, enum word w, const char *name,
		      const char *why)
{
	fprintf(f, "%s %u %s", w == W_PASS || w == W_SKIP ? "ok" : "not ok",
		n, name);
	if (w == W_SKIP)
		fprintf(f, " # SKIP %s\n", why);
	else if (w == W_ERROR)
		fprintf(f, " # ERROR %s\n", why);
	else
		fprintf(f, "%s%s\n", *why ? " # " : "", why);
}

int write_ktap(const char *path, const struct result *r,
	       const struct options *o, const struct verdict *v)
{
	FILE *f = fopen(path, "w");
	unsigned int n = 0, total = 1;
	char name[8];

	if (!f) {
		fprintf(stderr, "ibrs-report: %s: %s\n", path,
			strerror(errno));
		return -1;
	}
	for (unsigned int i = 1; i < NR_RULES; i++)
		total += judged_rule(i);
	fprintf(f, "KTAP version 1\n");
	for (unsigned int i = 0; i < o->nheader; i++)
		fprintf(f, "# %s\n", o->header[i]);
	fprintf(f, "# insns=%" PRIu64 "\n1..%u\n", r->insns, total);
	for (unsigned int i = 1; i < NR_RULES; i++) {
		if (!judged_rule(i))
			continue;
		snprintf(name, sizeof(name), "R%u", i);
		ktap_line(f, ++n, v->rule[i], name, v->why[i]);
	}
	ktap_line(f, ++n, v->run, o->name, v->nwhy ? v->run_why[0] : "");
	if (fclose(f)) {
		fprintf(stderr, "ibrs-report: %s: %s\n", path,
			strerror(errno));
		return -1;
	}
	return 0;
}
