// SPDX-License-Identifier: GPL-2.0-only
/*
 * The head: what was judged, the word over all, what is of another commit,
 * series or judge, and what was SKIP.  PASS takes that each case of make check
 * has a PASS of this series and by these judges; a case that has none makes it
 * SKIP, whatever the others say, and a FAIL or ERROR of any wins.
 */
#include <stdlib.h>
#include <string.h>

#include "page/page.h"

#define NAMES	8	/* of results that are of another time */

#define NAMES	8	/* of results that are of another time */

static const char * const age_text[NR_AGES] = {
	[OF_COMMIT] = "of another commit, by the judges that are there",
	[OF_JUDGES] = "by other judges than are there, and not counted",
	[OF_SERIES] = "of another series, and not counted",
	[OF_NOBODY] = "not saying what they were made of, and not counted",
};

static bool counts(const struct case_result *c)
{
	return c->there && c->age <= OF_COMMIT;
}

struct sum {
	unsigned int word[W_NR], cases, wanted, had, old[NR_AGES];
	unsigned int map[W_NR + 1];
	enum word runs, all;
};

static void add_case(struct sum *s, const struct case_result *c)
{
	s->wanted += c->wanted;
	if (!c->there)
		return;
	s->old[c->age]++;
	if (!counts(c))
		return;
	s->word[c->word]++;
	s->cases++;
	s->had += c->wanted && c->word == W_PASS;
	s->runs = word_worse(s->runs, c->word);
}

static struct sum sum_of(const struct input *in)
{
	struct sum s = { .runs = W_SKIP };
	struct map_cell cell;

	for (unsigned int i = 0; i < in->ncases; i++)
		add_case(&s, &in->c[i]);
	/* its PASS names no series */
	for (unsigned int i = 0; i < in->nparts; i++)
		if (in->part[i].word > W_PASS)
			s.runs = word_worse(s.runs, in->part[i].word);
	if (s.runs == W_PASS && (s.had < s.wanted || !s.wanted))
		s.runs = W_SKIP;
	for (unsigned int i = 0; map_cell(&cell, i, &in->now, &in->records); i++)
		s.map[cell.word]++;
	s.all = s.runs;
	if (s.map[W_ERROR])
		s.all = word_worse(s.all, W_ERROR);
	else if (s.all == W_PASS && s.map[W_SKIP])
		s.all = W_SKIP;
	return s;
}

static void say_word(struct doc *d, const struct sum *s)
{
	doc_word(d, s->all, "over all: the worse of the runs and of the map of "
		 "the proof.");
	doc_word(d, s->runs, "runs: of %u cases that make check runs %u are PASS "
		 "here, of this series and by these judges. With all others "
		 "that have such a result: %u PASS, %u FAIL, %u ERROR, %u "
		 "SKIP.", s->wanted, s->had, s->word[W_PASS], s->word[W_FAIL],
		 s->word[W_ERROR] + s->word[W_LOST], s->word[W_SKIP]);
	doc_word(d, s->map[W_ERROR] ? W_ERROR : s->map[W_SKIP] ? W_SKIP : W_PASS,
		 "map: %u cells are counted and can fail, %u have to be counted "
		 "again, %u are empty.", s->map[W_PASS], s->map[W_SKIP],
		 s->map[W_ERROR]);
}

/* --- what was judged ------------------------------------------------------- */

typedef const char *(*key_of)(const struct case_result *c);

static const char *gcc_of(const struct case_result *c)
{
	return c->gcc;
}

static const char *qemu_of(const struct case_result *c)
{
	return c->qemu;
}

static const char *series_of(const struct case_result *c)
{
	return c->series;
}

static const char *commit_of(const struct case_result *c)
{
	return c->commit;
}

static const char *date_of(const struct case_result *c)
{
	return c->date;
}

/* "12.2.0 (60 cases), 13.1 (2 cases)" */
static char *each_of(const struct input *in, key_of key)
{
	bool told[1024] = { false };
	char *s = NULL;
	size_t len;
	FILE *f = open_memstream(&s, &len);

	if (!f || in->ncases > sizeof(told))
		abort();
	for (unsigned int i = 0; i < in->ncases; i++) {
		const char *v = key(&in->c[i]);
		unsigned int n = 0;

		if (told[i] || !counts(&in->c[i]) || !v)
			continue;
		for (unsigned int k = i; k < in->ncases; k++) {
			const char *other = key(&in->c[k]);

			if (!counts(&in->c[k]) || !other || strcmp(other, v))
				continue;
			told[k] = true;
			n++;
		}
		fprintf(f, "%s%s (%u %s)", ftell(f) ? ", " : "", v, n,
			n == 1 ? "case" : "cases");
	}
	fclose(f);
	return *s ? s : "no result";
}

static void line(struct doc *d, const char *what, const char *value)
{
	doc_cell(d, "%s", what);
	doc_cell(d, "%s", value);
}

static void say_judged(struct doc *d, const struct input *in)
{
	doc_table(d, "Judged", "what\tis");
	line(d, "base", in->base);
	line(d, "series", each_of(in, series_of));
	line(d, "its sets", in->names);
	line(d, "compiler", each_of(in, gcc_of));
	line(d, "QEMU", each_of(in, qemu_of));
	line(d, "commit now", in->commit);
	line(d, "run at commit", each_of(in, commit_of));
	line(d, "days", each_of(in, date_of));
	line(d, "judges", in->now.judges);
	doc_table_end(d);
	doc_say(d, "QEMU's TCG executes and does not speculate: this shows what "
		"is written when, not that an attack fails nor what it costs. "
		"What is claimed, what it rests on, what is not shown and what "
		"would refute it is the next section.");
	doc_say(d, "To check it: in a clone of the project at the commit above, "
		"on Debian 12, as root or with sudo, run make check and then "
		"make report; make doctor says what this machine lacks. "
		"README has the rest. What a rule demands, R1 to R19: "
		"Documentation/rules.txt; what a word of this page means: "
		"Documentation/glossary.txt.");
	doc_say(d, "What it is compared with: each mistake and fault put into "
		"the series, which has to be caught (\"Faults and mutants\"), "
		"mainline's own IBRS (\"Beside mainline\"), kernels of Debian "
		"and v4.15 without the series (\"Kernels of others\").");
}

/* --- what is not of here --------------------------------------------------- */

/* All of them by name, or so many that a line holds them. */
static char *names_of(const struct input *in, enum age age)
{
	unsigned int n = 0;
	char *names = NULL;
	size_t len;
	FILE *f = open_memstream(&names, &len);

	if (!f)
		abort();
	for (unsigned int i = 0; i < in->ncases; i++)
		if (in->c[i].there && in->c[i].age == age && n++ < NAMES)
			fprintf(f, " %s", in->c[i].name);
	if (n > NAMES)
		fprintf(f, " and %u others", n - NAMES);
	fclose(f);
	return names;
}

static void name_old(struct doc *d, const struct input *in, const struct sum *s,
		     enum age age)
{
	if (s->old[age])
		doc_say(d, "%u results are %s:%s.", s->old[age], age_text[age],
			names_of(in, age));
}

static void name_missing(struct doc *d, const struct input *in)
{
	char *names = NULL;
	size_t len;
	FILE *f = open_memstream(&names, &len);

	for (unsigned int i = 0; f && i < in->ncases; i++)
		if (in->c[i].wanted && !in->c[i].there)
			fprintf(f, " %s", in->c[i].name);
	fclose(f);
	if (*names)
		doc_say(d, "make check also runs, and there is no result of:%s.",
			names);
}

static void say_not_pass(struct doc *d, const struct input *in)
{
	doc_table(d, "What is not PASS", "what\tword\twhy");
	for (unsigned int i = 0; i < in->nparts; i++) {
		if (in->part[i].word == W_PASS)
			continue;
		doc_cell(d, "make check: %s", in->part[i].name);
		doc_cell(d, "%s", word_name(in->part[i].word));
		doc_cell(d, "%s", in->part[i].why ? in->part[i].why : "");
	}
	for (unsigned int i = 0; i < in->ncases; i++) {
		const struct case_result *c = &in->c[i];

		if (!c->there || c->word == W_PASS)
			continue;
		doc_cell(d, "%s%s", c->name, counts(c) ? "" : " (not counted)");
		doc_cell(d, "%s", word_name(c->word));
		doc_cell(d, "%s", c->why);
	}
	if (!d->ncells) {
		doc_cell(d, "of the results that are there");
		doc_cell(d, "-");
		doc_cell(d, "nothing");
	}
	doc_table_end(d);
	if (!in->nparts)
		doc_say(d, "There is no summary of a whole make check.");
}

/* --- the rules ------------------------------------------------------------- */

static const char *judged_by(unsigned int rule)
{
	return rule_judged_by(rule, OF_OTHERS) ? "others" :
	       !rule_judged_by(rule, JUDGE_RIG) ? "checker" :
	       rule_judged_by(rule, JUDGE_CHECK) ? "runs, checker" :
	       "runs";
}

static void say_rules(struct doc *d, const struct input *in)
{
	doc_table(d, "The rules over all counted runs; SKIP is not exercised there",
		  "rule\tname\t#PASS\t#FAIL\t#ERROR\t#SKIP\tjudged by");
	for (unsigned int r = 1; r < NR_RULES; r++) {
		unsigned int n[W_NR] = { 0 };

		for (unsigned int i = 0; i < in->ncases; i++)
			if (counts(&in->c[i]) && in->c[i].has[r])
				n[in->c[i].rule[r]]++;
		doc_cell(d, "R%u", r);
		doc_cell(d, "%s", rule_name(r));
		doc_cell(d, "%u", n[W_PASS]);
		doc_cell(d, "%u", n[W_FAIL]);
		doc_cell(d, "%u", n[W_ERROR] + n[W_LOST]);
		doc_cell(d, "%u", n[W_SKIP]);
		doc_cell(d, "%s", judged_by(r));
	}
	doc_table_end(d);
}

enum word head_section(struct doc *d, const struct input *in)
{
	struct sum s = sum_of(in);

	doc_section(d, "judged", "What was judged");
	say_word(d, &s);
	for (enum age a = NR_AGES; a-- > OF_COMMIT;)
		name_old(d, in, &s, a);
	name_missing(d, in);
	say_judged(d, in);
	say_not_pass(d, in);
	say_rules(d, in);
	return s.all;
}
