// SPDX-License-Identifier: GPL-2.0-only
/* The table on the terminal and the KTAP file. */
#include <inttypes.h>
#include <string.h>

#include "report/compare.h"

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
		      bool idle)
{
	bool lost = v->run == W_LOST, bad = false;

	fprintf(f, "%-20s %9" PRIu64, p->name, p->n);
	per_crossing(f, p->rd, p->n);
	per_crossing(f, p->wr, p->n);
	print_window(f, p->in);
	print_window(f, p->out);
	for (unsigned int i = 1; i < NR_RULES; i++) {
		uint64_t n = p->viol[i];
		bool failed = v->rule[i] == W_FAIL || lost;

		bad |= n && failed;
		if (!rule_has_column(i))
			continue;
		if (n && failed)
			fprintf(f, " %6" PRIu64, n);
		else if (n)
			fprintf(f, " %5" PRIu64 "*", n);
		else
			fprintf(f, " %6s", idle ? "-" : ".");
	}
	fprintf(f, " %s\n", lost ? word_name(W_LOST) : idle && !bad ? "-" :
		word_name(bad ? W_FAIL : W_PASS));
}

static void print_paths(FILE *f, const struct result *r,
			const struct verdict *v, bool idle)
{
	fprintf(f, "%-20s %9s %6s %6s %8s %8s", "path", "crossings", "RDMSR",
		"WRMSR", "win-in", "win-out");
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (rule_has_column(i))
			fprintf(f, " %5s%u", "R", i);
	fprintf(f, " %s\n", "verdict");
	for (unsigned int i = 0; i < r->nrows; i++)
		print_row(f, &r->row[i], v, idle);
}

static const char legend[] =
"# path: way in / way out; @window: from CPL0 while unprotected\n"
"# win-in, win-out: instructions unprotected at CPL0, minimum..most frequent\n"
"# RDMSR, WRMSR: of IA32_SPEC_CTRL per crossing; R<n>: violations of the rule\n"
"# \".\": none; \"-\": not judged in this run; \"*\": announced, accepted\n";

/* Is there a line for : one that is judged, or is broken all the same? */
static bool shown(const struct verdict *v, unsigned int rule)
{
	return judged_rule(rule) || v->rule[rule] > W_PASS;
}

static void print_rules(FILE *f, const struct verdict *v)
{
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (shown(v, i))
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
}

/* Where a guest that gave no verdict had come to. */
static void print_last(FILE *f, const struct result *r,
		       const struct options *o)
{
	char path[4096];
	char **line;

	fprintf(f, "last console lines:\n");
	for (unsigned int i = 0; i < 12; i++)
		if (r->tail[(r->ntail + i) % 12])
			fprintf(f, "| %s\n", r->tail[(r->ntail + i) % 12]);
	snprintf(path, sizeof(path), "%s.last", o->rig);
	line = lines_read(path);
	if (!line || !*line)
		return;
	fprintf(f, "last injection on each processor:\n");
	for (size_t i = 0; line[i]; i++)
		fprintf(f, "| %s\n", line[i]);
}

static void print_header(FILE *f, const struct result *r,
			 const struct options *o)
{
	fprintf(f, "#");
	for (unsigned int i = 0; i < o->info.nheader; i++)
		fprintf(f, " %s;", o->info.header[i]);
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
}

/* The cause of an ERROR stands above all that follows from it. */
void print_table(FILE *f, const struct result *r, const struct options *o,
		 const struct verdict *v)
{
	bool error = v->run == W_ERROR || v->run == W_LOST;

	if (error)
		fprintf(f, "%s: ERROR: %s\n", o->name, verdict_why(v));
	if (!v->nothing) {
		print_header(f, r, o);
		print_paths(f, r, v, o->off || !r->armed);
		if (o->legend)
			fputs(legend, f);
		print_rules(f, v);
		if (o->selfcheck)
			selfcheck_print(f, r);
		if (o->sweep)
			cover_print(f, &r->cover);
		if (!o->all)
			print_faults(f, r);
	}
	if (!o->info.unbuilt && !r->done && !r->stopped)
		print_last(f, r, o);
}

void print_end(FILE *f, const struct options *o, const struct verdict *v)
{
	for (unsigned int i = 0; i < v->nchecks; i++)
		fprintf(f, "%-7s %-5s %s\n", v->check[i].name,
			word_name(v->check[i].word), v->check[i].why);
	for (unsigned int i = 0; i < v->nwhy; i++)
		fprintf(f, "note: %s\n", v->why_run[i].text);
	fprintf(f, "%s: %s\n", o->name, word_name(v->run));
}

static void ktap_line(FILE *f, unsigned int n, enum word w, const char *name,
		      const char *why)
{
	fprintf(f, "%s %u %s", w == W_PASS || w == W_SKIP ? "ok" : "not ok",
		n, name);
	if (w == W_SKIP)
		fprintf(f, " # SKIP %s\n", why);
	else if (w == W_ERROR || w == W_LOST)
		fprintf(f, " # ERROR %s\n", why);
	else
		fprintf(f, "%s%s\n", *why ? " # " : "", why);
}

void write_ktap(FILE *f, const struct result *r, const struct options *o,
		const struct verdict *v)
{
	unsigned int n = 0, total = 1 + v->nchecks;
	char name[8];

	for (unsigned int i = 1; !v->nothing && i < NR_RULES; i++)
		total += shown(v, i);
	fprintf(f, "KTAP version 1\n");
	for (unsigned int i = 0; i < o->info.nheader; i++)
		fprintf(f, "# %s\n", o->info.header[i]);
	fprintf(f, "# insns=%" PRIu64 "\n1..%u\n", r->insns, total);
	for (unsigned int i = 1; !v->nothing && i < NR_RULES; i++) {
		if (!shown(v, i))
			continue;
		snprintf(name, sizeof(name), "R%u", i);
		ktap_line(f, ++n, v->rule[i], name, v->why[i]);
	}
	for (unsigned int i = 0; i < v->nchecks; i++)
		ktap_line(f, ++n, v->check[i].word, v->check[i].name,
			  v->check[i].why);
	ktap_line(f, ++n, v->run, o->name, verdict_why(v));
}

void print_line(FILE *f, enum word w, const char *name, const char *seconds,
		const char *why)
{
	fprintf(f, "%-5s %s (%s s)%s%s\n", word_name(w), name, seconds,
		*why ? ": " : "", why);
}

void write_verdict(FILE *f, const struct result *r, const struct options *o,
		   const struct verdict *v)
{
	fprintf(f, "case\t%s\t%s\t%u\t%s\n", o->name, word_name(v->run),
		o->info.seconds, verdict_why(v));
	if (o->info.retried)
		fprintf(f, "retried\t%s\n", o->info.retried);
	for (unsigned int i = 1; !v->nothing && i < NR_RULES; i++)
		if (shown(v, i))
			fprintf(f, "rule\tR%u\t%s\n", i,
				word_name(v->rule[i]));
	for (unsigned int i = 0; i < v->nchecks; i++)
		fprintf(f, "check\t%s\t%s\n", v->check[i].name,
			word_name(v->check[i].word));
	for (unsigned int i = 0; i < r->nrows; i++)
		if (r->row[i].n)
			fprintf(f, "path\t%s\n", r->row[i].name);
}
