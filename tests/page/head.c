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

static const char *commit_of(const struct case_result *c)
{
	return c->commit;
}

static const char * const age_text[NR_AGES] = {
	[OF_JUDGES] = "by other judges than are there, and not counted",
	[OF_SERIES] = "of another series, and not counted",
	[OF_NOBODY] = "not saying what they were made of, and not counted",
};

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
	if (!case_counts(c))
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

/* "entry, beyond, check" */
static char *sets_named(const struct input *in)
{
	char *s = strdup(in->names ? in->names : "-"), *t;

	if (!s || asprintf(&t, "%s", "") < 0)
		abort();
	for (char *p = strtok(s, " "); p; p = strtok(NULL, " ")) {
		char *was = t;

		if (asprintf(&t, "%s%s%s", was, *was ? ", " : "", p) < 0)
			abort();
	}
	return t;
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

static const char *kernel_of(const struct case_result *c)
{
	return c->kernel;
}

static const char *model_of(const struct case_result *c)
{
	char *s = strdup(c->model);

	/* a mail has no line for some of them */
	for (char *p = s; p && (p = strchr(p, ',')); p++)
		*p = ' ';
	return s;
}

static const char *series_of(const struct case_result *c)
{
	return c->series;
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

		if (told[i] || !case_counts(&in->c[i]) || !v)
			continue;
		for (unsigned int k = i; k < in->ncases; k++) {
			const char *other = key(&in->c[k]);

			if (!case_counts(&in->c[k]) || !other || strcmp(other, v))
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

/* "rig 12 check 34" of ids, by the names that the page has for the judges. */
static char *judges_named(const char *ids)
{
	static const char * const name[][2] = {
		{ "rig", "instrument" }, { "check", "checker" },
		{ "image", "entry image" },
	};
	char *s = NULL, *all = strdup(ids), *next = all, *word;
	size_t len;
	FILE *f = open_memstream(&s, &len);

	if (!f || !all)
		abort();
	while ((word = strsep(&next, " "))) {
		for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
			if (!strcmp(word, name[i][0]))
				word = (char *)name[i][1];
		fprintf(f, "%s%s", ftell(f) ? " " : "", word);
	}
	fclose(f);
	free(all);
	return s;
}

/* Each id that a record can be of, and its sets. */
static char *ids_named(const struct input *in)
{
	char *s = NULL, *all = strdup(in->now.series), *next = all, *id;
	size_t len;
	FILE *f = open_memstream(&s, &len);

	if (!f || !all)
		abort();
	while ((id = strsep(&next, "\n")))
		if (*id)
			fprintf(f, "%s%s", ftell(f) ? "; " : "",
				series_named(in, id));
	fclose(f);
	free(all);
	return s;
}

static void line(struct doc *d, const char *what, const char *value)
{
	doc_cell(d, "%s", what);
	doc_cell(d, "%s", value);
}

/* How to have the same; how long the parts took is of the summary. */
static void say_check(struct doc *d, const struct input *in)
{
	unsigned int seconds = 0;

	for (unsigned int i = 0; i < in->nparts; i++)
		seconds += in->part[i].seconds;
	doc_say(d, "To check it: in a clone of the project at commit %s, "
		"on Debian 12, as root or with sudo, run make check and then "
		"make report. make check ends with a list of its parts, a word "
		"for each, and exits with 0 where each is PASS; make "
		"report ends with the name of the page and its word. make "
		"doctor says what this machine lacks, disk and packages. make field has the "
		"kernels of others. README has the rest.", in->commit);
	if (seconds)
		doc_say(d, "The parts of the make check of this page took %u minutes "
			"(" SUMMARY ").",
			(seconds + 59) / 60);
}

static void say_judged(struct doc *d, const struct input *in)
{
	doc_table(d, "What was judged, and by what", "what\tis");
	line(d, "base", in->base);
	doc_cell(d, "series is in");
	doc_cell(d, "patches/ of this checkout, at the commit below: %s patches. "
		 "Nothing here names another place of it", in->patches);
	line(d, "its authors", in->authors);
	line(d, "series that was run", each_of(in, series_of));
	line(d, "its sets of patches", sets_named(in));
	line(d, "ids of the series", ids_named(in));
	line(d, "kernel", each_of(in, kernel_of));
	line(d, "compiler", each_of(in, gcc_of));
	line(d, "QEMU", each_of(in, qemu_of));
	line(d, "CPU model of QEMU", each_of(in, model_of));
	line(d, "commit now", in->commit);
	line(d, "run at commit", each_of(in, commit_of));
	line(d, "days", each_of(in, date_of));
	line(d, "ids of the judges", judges_named(in->now.judges));
	doc_table_end(d);
	doc_say(d, "The source of the base: %s", in->url);
	doc_say(d, "Kernel and CPU model are by case, as tests/cases.cfg has them: "
		"a kernel is named by its configuration in scripts/config; "
		"\"base:\" is v4.15 without the series, \"base1:\" with its "
		"first patch alone, \"debian\" a kernel of Debian's, \"image\" "
		"the entry image. A CPU model is as -cpu of QEMU takes it, with "
		"a blank for each comma.");
	doc_say(d, "An id is a hash of what it names. Records of the long runs and of "
		"mistakes put in can be of fewer sets: then they were taken with "
		"the patches of these alone, each says so, and what a later set "
		"changes is not in them.");
	doc_say(d, "QEMU's TCG executes and does not speculate: this shows what "
		"is written when, not that an attack fails nor what it costs. "
		"What is claimed, what it rests on, what is not shown and what "
		"would refute it is in \"What is claimed, and what is not\".");
	doc_say(d, "What it is compared with: each mistake and fault put into "
		"the series, which has to be caught (\"Faults and mutants\"); "
		"mainline's own IBRS, in a kernel of Debian (\"Beside "
		"mainline\"); and kernels that nobody here wrote, by name "
		"(\"Kernels of others\").");
	say_check(d, in);
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
	if (!s->old[age])
		return;
	if (age == OF_COMMIT)
		doc_say(d, "%u results were run at another commit than the tree "
			"is at now (%s): run at %s. The judges are the same "
			"by their ids, and so is the series or the sets of it, so "
			"they count:%s.", s->old[age],
			in->commit, each_of(in, commit_of), names_of(in, age));
	else
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
	unsigned int n = 0;

	doc_table(d, "What is not PASS, of the cases and parts of make check",
		  "what\tword\twhy");
	for (unsigned int i = 0; i < in->nparts; i++) {
		if (in->part[i].word == W_PASS)
			continue;
		doc_cell(d, "make check: %s", in->part[i].name);
		doc_cell(d, "%s", word_name(in->part[i].word));
		doc_cell(d, "%s", in->part[i].why ? in->part[i].why : "");
	}
	for (unsigned int i = 0; i < in->ncases; i++) {
		const struct case_result *c = &in->c[i];

		n += case_counts(c);
		if (!c->there || c->word == W_PASS)
			continue;
		doc_cell(d, "%s%s", c->name, case_counts(c) ? "" : " (not counted)");
		doc_cell(d, "%s", word_name(c->word));
		doc_cell(d, "%s", c->why);
	}
	if (!d->ncells) {
		doc_cell(d, "none of the %u cases that count", n);
		doc_cell(d, "-");
		doc_cell(d, "each of them is PASS");
	}
	doc_table_end(d);
	doc_say(d, "Kernels of others are not in this table: they break rules, "
		"and \"Kernels of others\" has which.");
	if (!in->nparts)
		doc_say(d, "There is no summary of a whole make check.");
}

static const struct doc_link before[] = {
	{ "words", "The words" },
	{ "rules", "The rules" },
	{ NULL, NULL },
};

enum word head_section(struct doc *d, const struct input *in)
{
	struct sum s = sum_of(in);

	doc_section(d, "judged", "What was judged");
	doc_say(d, "Three judges, of one list of rules, R1 to R19. The instrument "
		"watches each instruction that a guest executes in QEMU: its "
		"runs are the cases. The checker, ibrs-check, walks each path "
		"of the entry code in a kernel's file, and runs nothing. The "
		"entry image boots the entry macros of the series without a "
		"kernel, steps through its own paths, and reads the MSR "
		"itself.");
	doc_see(d, "What words and rules mean:", before);
	say_word(d, &s);
	for (enum age a = NR_AGES; a-- > OF_COMMIT;)
		name_old(d, in, &s, a);
	name_missing(d, in);
	say_judged(d, in);
	say_not_pass(d, in);
	return s.all;
}
