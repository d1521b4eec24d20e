// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records for the map of the proof (map.c): how often each judge asked each rule,
 * and what has shown that one can fail.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/compare.h"
#include "report/counts.h"

/* --- how often ------------------------------------------------------------- */

struct asked {
	uint64_t rule[NR_RULES], part[NR_PARTS];
};

/* @what is "R9" or "R9:offline"; false: it is neither. */
static bool add_asked(struct asked *a, const char *what, uint64_t n)
{
	enum rule_part p = part_named(what);

	if (!rule_number(what) || (strchr(what, ':') && p == NR_PARTS))
		return false;
	if (p < NR_PARTS)
		a->part[p] += n;
	else
		a->rule[rule_number(what)] += n;
	return true;
}

/* A rule that has parts is counted by these alone: one may be 0. */
static bool emit_asked(struct counts *c, const struct asked *a)
{
	for (unsigned int r = 1; r < NR_RULES; r++)
		if (!parts_of(r) && a->rule[r])
			emit(c, "R%u\t%" PRIu64, r, a->rule[r]);
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (a->part[p])
			emit(c, "R%u:%s\t%" PRIu64, part_names[p].rule,
			     part_names[p].name, a->part[p]);
	return true;
}

/*
 * Only what the verdict of the run calls a PASS.  R11 is asked at each crossing
 * of a run with IBRS off, and at each set with IBRS_ALL.
 */
static void add_run(struct asked *a, const struct result *r, unsigned int rule)
{
	a->rule[rule] += rule != RULE_11 ? r->exercised[rule] :
			 r->armed ? r->sets : r->crossings;
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (part_names[p].rule == rule)
			a->part[p] += r->part[p];
}

static char **lines_in(const struct counts *c, const char *dir, const char *name)
{
	return lines_read(path_in(path_in(c->results, dir), name));
}

bool count_judged_rig(struct counts *c)
{
	struct asked a = { .rule = { 0 } };
	char *f[3];

	for (unsigned int i = 0; i < c->nsources; i++) {
		const char *name = c->source[i].name;
		char **line = lines_in(c, name, "verdict.tsv");

		for (; line && *line; line++)
			if (fields(*line, f, 3) == 3 && !strcmp(f[0], "rule") &&
			    word_of_name(f[2]) == W_PASS && rule_number(f[1]))
				add_run(&a, run_of(c, name), rule_number(f[1]));
	}
	return emit_asked(c, &a);
}

/*
 * "judged R9 PASS 28 ..." and "part R9:offline 12" of ibrs-check --tsv.  Of a
 * kernel that is not of the series, what the series has nothing of.
 */
bool count_judged_check(struct counts *c)
{
	struct asked a = { .rule = { 0 } };
	char *f[4];

	for (unsigned int i = 0; i < c->nsources; i++) {
		char **line = lines_in(c, c->source[i].name, "tsv");
		bool others = strstr(c->source[i].name, "debian");

		for (; line && *line; line++) {
			unsigned int n = fields(*line, f, 4);

			if (n < 3 || others != rule_judged_by(rule_number(f[1]),
							 OF_OTHERS))
				continue;
			if (n == 4 && !strcmp(f[0], "judged") &&
			    word_of_name(f[2]) == W_PASS)
				add_asked(&a, f[1], strtoull(f[3], NULL, 10));
			else if (n == 3 && !strcmp(f[0], "part"))
				add_asked(&a, f[1], strtoull(f[2], NULL, 10));
		}
	}
	return emit_asked(c, &a);
}

/* "# judged R9:offline 12" on the image's console. */
bool count_judged_image(struct counts *c)
{
	struct asked a = { .rule = { 0 } };
	unsigned long long n;
	char what[64];

	for (unsigned int i = 0; i < c->nsources; i++) {
		char **line = lines_in(c, c->source[i].name, "console.log");

		for (; line && *line; line++)
			if (sscanf(*line, "# judged %63s %llu", what, &n) == 2)
				add_asked(&a, what, n);
	}
	return emit_asked(c, &a);
}

/* --- what can fail ----------------------------------------------------------- */

#define MOST	4096

/* Each of these once, numbered in its cell. */
struct shown {
	char *cell[MOST], *name[MOST];
	unsigned int n;
};

static void add_shown(struct shown *s, const char *judge, const char *what,
		      const char *name)
{
	char cell[64];

	snprintf(cell, sizeof(cell), "%s.%s", judge, what);
	for (unsigned int i = 0; i < s->n; i++)
		if (!strcmp(s->cell[i], cell) && !strcmp(s->name[i], name))
			return;
	if (s->n == MOST)
		abort();
	s->cell[s->n] = strdup(cell);
	s->name[s->n++] = strdup(name);
}

static void emit_shown(struct counts *c, const struct shown *s)
{
	for (unsigned int i = 0; i < s->n; i++) {
		unsigned int nr = 1;

		for (unsigned int k = 0; k < i; k++)
			nr += !strcmp(s->cell[k], s->cell[i]);
		emit(c, "%s.%u\t%s", s->cell[i], nr, s->name[i]);
	}
}

/* "@head R9:offline <name>" */
static void read_shown(struct shown *s, const char *line, const char *head,
		       const char *judge)
{
	char what[64];
	int used;

	if (strncmp(line, head, strlen(head)))
		return;
	line += strlen(head);
	if (sscanf(line, " %63s %n", what, &used) == 1 && line[used])
		add_shown(s, judge, what, line + used);
}

/* Streams and fixtures: what "make -C tests unit" says behind the test's name. */
bool count_evidence(struct counts *c)
{
	static struct shown s;
	const char *dir = c->source[0].name, *judge = NULL;
	char **line = lines_in(c, dir, "layers.ktap");

	s.n = 0;
	for (; line && *line; line++) {
		if (!strncmp(*line, "# ", 2) && !strchr(*line + 2, ' '))
			judge = !strcmp(*line, "# judge") ? "rig" :
				!strcmp(*line, "# fixtures") ? "check" : NULL;
		if (judge)
			read_shown(&s, *line, "# breaks", judge);
	}
	if (!s.n)
		return lacks(c, "%s: layers.ktap shows nothing", dir);
	emit_shown(c, &s);
	return true;
}

/* breaks: "rig R4 <fault>", or "image R5:ist <fault>" where it saw it itself. */
bool emit_image_shown(struct counts *c, const char *dir)
{
	static struct shown s;
	char **line = lines_in(c, dir, "breaks");

	s.n = 0;
	for (; line && *line; line++) {
		read_shown(&s, *line, "rig", "rig");
		read_shown(&s, *line, "image", "image");
	}
	if (!s.n)
		return lacks(c, "%s: no list of what each fault broke", dir);
	emit_shown(c, &s);
	return true;
}

static struct shown mutants;

void mutant_shown(char **f)
{
	const char *colon = strchr(f[4], ':');
	unsigned int parts = colon ? kind_parts(rule_number(f[4]), colon + 1) : 0;
	char what[64];

	for (int k = 0; k < 2; k++)
		for (char *r = strtok(f[6 + k], " "); r; r = strtok(NULL, " "))
			if (rule_number(r) && !parts_of(rule_number(r)))
				add_shown(&mutants, k ? "check" : "rig", r, f[0]);
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (parts == 1u << p) {
			snprintf(what, sizeof(what), "R%u:%s",
				 part_names[p].rule, part_names[p].name);
			add_shown(&mutants, "rig", what, f[0]);
		}
}

void emit_mutants_shown(struct counts *c)
{
	emit_shown(c, &mutants);
}
