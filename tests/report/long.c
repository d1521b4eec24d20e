// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report long DIR SERIES: the runs that tests/proof/long.sh keeps in
 * DIR/<case>-<n>/<case>, each case's together: how many of which word, and what
 * those that are PASS have watched. A line for each that is none. The word over
 * all is the worst; a run without a verdict is an ERROR. Those of another series
 * do not count, nor those with more than is the default, and are said. Nor does
 * an instrument that has changed end the count: how many there were is said.
 *
 * ibrs-report long DIR --next CASE TIMES: "<case>-<n> <case>" of so many more, in
 * places where none has come to a verdict: it is SKIP, cut short or not there.
 */
#include <glob.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/commands.h"
#include "report/compare.h"
#include "report/counts.h"

#define MOST_CASES	64
#define MOST_RIGS	64

struct watched {
	const char *name;
	unsigned int runs, word[W_NR];
	uint64_t insns, crossings, nmis;
};

struct sums {
	struct watched of[MOST_CASES];
	const char *id[MAX_SOURCES];	/* of the runs in them */
	char rig[MOST_RIGS][16];	/* ids of the instruments */
	unsigned int n, nids, rigs;
};

/* The sum of that case; NULL where there is no room for one more. */
static struct watched *sum_of(struct sums *s, const char *name)
{
	for (unsigned int i = 0; i < s->n; i++)
		if (!strcmp(s->of[i].name, name))
			return &s->of[i];
	if (s->n == MOST_CASES)
		return NULL;
	s->of[s->n].name = name;
	return &s->of[s->n++];
}

/* By which instrument; a reason when that is not to be known. */
static const char *add_rig(struct sums *s, const char *judges)
{
	char id[16];

	if (!judges || sscanf(judges, "rig %15[0-9a-f]", id) != 1)
		return "does not say which instrument watched";
	for (unsigned int i = 0; i < s->rigs; i++)
		if (!strcmp(s->rig[i], id))
			return NULL;
	if (s->rigs == MOST_RIGS)
		return "is by one more instrument than can be counted";
	strcpy(s->rig[s->rigs++], id);
	return NULL;
}

/* What @r has watched, into @w. A reason when it is not to be counted. */
static const char *add(struct sums *s, struct watched *w, const struct result *r,
		       const char *judges)
{
	const char *why;

	for (unsigned int i = 0; i < s->nids; i++)
		if (!strcmp(s->id[i], r->run_id))
			return "is another of these runs, copied";
	if (s->nids == MAX_SOURCES)
		return "is one more than can be counted";
	s->id[s->nids++] = r->run_id;
	why = add_rig(s, judges);
	if (why)
		return why;
	w->insns += r->insns;
	w->crossings += r->crossings;
	w->nmis += r->nmis + r->cover.sent[INJ_NMI] + r->cover.sent[INJ_NEST];
	return NULL;
}

/* "<case>-<n>/<case>" of each run, NULL behind the last. */
static char **runs_in(const char *dir)
{
	size_t skip = strlen(dir) + 1, n = 0;
	glob_t g = { 0 };
	char **run;

	glob(path_in(dir, "*/*/run.tsv"), 0, NULL, &g);
	run = calloc(g.gl_pathc + 1, sizeof(*run));
	if (!run)
		abort();
	for (size_t i = 0; i < g.gl_pathc; i++) {
		char *name = strdup(dirname(g.gl_pathv[i]) + skip);
		size_t len = strlen(name);

		/* what a newer run has taken the place of */
		if (len < 4 || strcmp(name + len - 4, ".old"))
			run[n++] = name;
	}
	globfree(&g);
	return run;
}

static char *case_of(const char *run)
{
	return basename(strdup(run));
}

/* One that could not be built says no series. */
static bool of_series(const struct counts *c, const char *run)
{
	const char *s = made_key(c, run, "run.tsv", "series");
	const char *set = made_key(c, run, "run.tsv", "set");

	return s ? !strcmp(s, c->series) && set && !*set :
	       !!made_key(c, run, "run.tsv", "unbuilt");
}

/* --- as a command ------------------------------------------------------------ */

/* Of that run; @why is NULL where it left no verdict. */
static enum word word_of(const char *dir, const char **why)
{
	char **line = lines_read(path_in(dir, "verdict.tsv")), *f[5];

	*why = NULL;
	if (!line || !*line || fields(*line, f, 5) != 5 || strcmp(f[0], "case"))
		return W_ERROR;
	*why = f[4];
	return word_of_name(f[2]);
}

static enum word one(struct sums *s, struct watched *w, const struct counts *c,
		     const char *run)
{
	const char *dir = c->results;
	const struct result *r;
	const char *why;
	enum word word = word_of(path_in(dir, run), &why);

	if (!why)
		why = "it left no verdict";
	if (word == W_PASS) {
		r = run_read(dir, run);
		why = r ? add(s, w, r, made_key(c, run, "run.tsv", "judges")) :
			  "its rig.tsv is not whole";
		word = why ? W_ERROR : W_PASS;
	}
	w->runs++;
	w->word[word]++;
	if (word != W_PASS)
		print_line(stdout, word, run, "0", why);
	return word;
}

static void print_sums(const struct sums *s)
{
	printf("%-24s %5s %5s %5s %5s %5s %16s %12s %10s\n", "case", "runs",
	       "PASS", "FAIL", "ERROR", "SKIP", "instructions", "crossings",
	       "NMIs");
	for (unsigned int i = 0; i < s->n; i++) {
		const struct watched *w = &s->of[i];

		printf("%-24s %5u %5u %5u %5u %5u %16" PRIu64 " %12" PRIu64
		       " %10" PRIu64 "\n", w->name, w->runs, w->word[W_PASS],
		       w->word[W_FAIL], w->word[W_ERROR] + w->word[W_LOST],
		       w->word[W_SKIP], w->insns, w->crossings, w->nmis);
	}
	printf("watched by %u version%s of the instrument\n", s->rigs,
	       s->rigs == 1 ? "" : "s");
}

static int together(const char *dir, const char *series)
{
	struct counts c = { .results = dir, .series = series };
	static struct sums s;
	enum word word = W_SKIP;
	unsigned int others = 0;

	for (char **run = runs_in(dir); *run; run++) {
		struct watched *w;

		if (!of_series(&c, *run)) {
			others++;
			continue;
		}
		w = sum_of(&s, case_of(*run));
		if (!w)
			return say(W_ERROR, "long: more than %d cases in %s",
				   MOST_CASES, dir);
		word = word_worse(word, one(&s, w, &c, *run));
	}
	print_sums(&s);
	if (others)
		printf("%u runs of another series, or not as by default, do not "
		       "count\n", others);
	if (!s.n)
		return say(W_ERROR, "no run of this series in %s", dir);
	return word_exit(word);
}

static int next(const char *dir, const char *name, unsigned long times)
{
	const struct cases *all = cases_read();
	char *run;
	const char *why;
	enum word word;

	if (!all)
		return 2;
	if (!*name)
		return say(W_ERROR, "CASE= is missing: tests/run -l lists them");
	if (!cases_find(all, name))
		return say(W_ERROR, "no case '%s': tests/run -l lists them", name);
	for (unsigned int n = 1; times; n++) {
		if (asprintf(&run, "%s-%u", name, n) < 0)
			abort();
		word = word_of(path_in(path_in(dir, run), name), &why);
		if (why && word != W_SKIP)
			continue;
		printf("%s %s\n", run, name);
		times--;
	}
	return 0;
}

int cmd_long(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[2], "--next"))
		return next(argv[1], argv[3], strtoul(argv[4], NULL, 10));
	if (argc != 3)
		return say(W_ERROR, "usage: ibrs-report long DIR SERIES, or DIR "
			   "--next CASE TIMES");
	return together(argv[1], argv[2]);
}

/* --- as a record ------------------------------------------------------------- */

/* What the series was watched in: kernels of others are in the table alone. */
bool source_long(struct counts *c, const char *name)
{
	for (char **run = runs_in(path_in(c->results, name)); *run; run++) {
		char *it = path_in(name, *run);

		if (!of_series(c, it) || made_key(c, it, "run.tsv", "debian"))
			continue;
		if (c->nsources == MAX_SOURCES)
			return lacks(c, "%s: more runs than can be counted", name);
		if (!source_case(c, it))
			return false;
	}
	return c->nsources || lacks(c, "no run of this series in %s", name);
}

bool count_long(struct counts *c)
{
	static struct sums s;
	struct watched all = { 0 };

	memset(&s, 0, sizeof(s));
	for (unsigned int i = 0; i < c->nsources; i++) {
		struct watched *w = sum_of(&s, case_of(c->source[i].name));
		const char *why;

		if (!w)
			return lacks(c, "more than %d cases", MOST_CASES);
		why = add(&s, w, c->source[i].run,
			  made_key(c, c->source[i].name, "run.tsv", "judges"));
		if (why)
			return lacks(c, "%s: %s", c->source[i].name, why);
		w->runs++;
	}
	for (unsigned int i = 0; i < s.n; i++) {
		all.insns += s.of[i].insns;
		all.crossings += s.of[i].crossings;
		all.nmis += s.of[i].nmis;
	}
	emit(c, "runs\t%u", c->nsources);
	emit(c, "cases\t%u", s.n);
	emit(c, "instruments\t%u", s.rigs);
	emit(c, "insns\t%" PRIu64, all.insns);
	emit_insns(c, "insns.thousand-million", all.insns);
	emit(c, "crossings\t%" PRIu64, all.crossings);
	emit(c, "nmis\t%" PRIu64, all.nmis);
	for (unsigned int i = 0; i < s.n; i++) {
		const struct watched *w = &s.of[i];

		emit(c, "%s.runs\t%u", w->name, w->runs);
		emit(c, "%s.insns\t%" PRIu64, w->name, w->insns);
		emit(c, "%s.crossings\t%" PRIu64, w->name, w->crossings);
		emit(c, "%s.nmis\t%" PRIu64, w->name, w->nmis);
	}
	return true;
}
