// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report summary: all runs of one call of tests/run. A line for each in
 * DIR/summary, which is complete or not there; where they are all the runs of
 * the entry image, a word for each rule of it; and one line over all.
 */
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/commands.h"
#include "report/compare.h"

struct all {
	enum word word;
	unsigned int runs, unjudged;	/* all, and those that are ERROR */
	unsigned int retried;		/* QEMU itself died the first time */
	unsigned int count[NR_RULES][W_NR];
	char **path;			/* of every run, each once */
	unsigned int npaths;
};

static void add_path(struct all *a, char *name)
{
	for (unsigned int i = 0; i < a->npaths; i++)
		if (!strcmp(a->path[i], name))
			return;
	a->path = reallocarray(a->path, a->npaths + 1, sizeof(*a->path));
	if (!a->path)
		abort();
	a->path[a->npaths++] = name;
}

/* DIR/<name>/verdict.tsv, which judge wrote; its line goes to @f. */
static void add_run(struct all *a, FILE *f, const char *dir, const char *name)
{
	enum word w = W_ERROR;
	char path[4096], *s[5];
	char **line;

	snprintf(path, sizeof(path), "%s/%s/verdict.tsv", dir, name);
	line = lines_read(path);
	a->runs++;
	if (!line || !*line || fields(*line, s, 5) != 5 || strcmp(s[1], name)) {
		print_line(f, w, name, "0", "it left no verdict");
		a->word = word_worse(a->word, w);
		a->unjudged++;
		return;
	}
	w = word_of_name(s[2]);
	print_line(f, w, name, s[3], s[4]);
	a->word = word_worse(a->word, w);
	a->unjudged += w == W_ERROR;
	for (line++; *line; line++) {
		unsigned int n = fields(*line, s, 3);

		/* where the run gave no verdict, its rules did not either */
		if (n == 3 && !strcmp(s[0], "rule") &&
		    (w != W_ERROR || word_of_name(s[2]) != W_PASS))
			a->count[rule_number(s[1])][word_of_name(s[2])]++;
		else if (n == 2 && !strcmp(s[0], "retried"))
			a->retried++;
		else if (n == 2 && !strcmp(s[0], "path"))
			add_path(a, s[1]);
	}
}

/* Are @name all cases of the entry image, and nothing else? */
static bool whole_image(char **name, int n)
{
	const struct cases *c = cases_read();
	int all = 0;

	for (unsigned int i = 1; c && i < c->nr; i++)
		all += has_word(case_get(c, &c->all[i], K_GROUPS), "image");
	for (int i = 0; c && i < n; i++) {
		const struct test_case *t = cases_find(c, name[i]);

		if (!t || !has_word(case_get(c, t, K_GROUPS), "image"))
			return false;
	}
	return c && n == all;
}

/*
 * No one run of the entry image can judge all of its rules: R8 needs PTI, R11
 * IBRS off. FAIL where any does, and ERROR where a rule the image is there for
 * is PASS in none.
 */
static void image_rules(struct all *a)
{
	puts("--- the rules, over all runs of the entry image");
	for (unsigned int i = 1; i < NR_RULES; i++) {
		const unsigned int *n = a->count[i];
		enum word w = W_PASS;

		if (!rule_judged_by(i, JUDGE_IMAGE))
			continue;
		if (n[W_FAIL])
			w = W_FAIL;
		else if (n[W_ERROR] || !n[W_PASS])
			w = W_ERROR;
		printf("R%-3u %-5s PASS in %u of %u runs\n", i, word_name(w),
		       n[W_PASS], a->runs);
		a->word = word_worse(a->word, w);
	}
}

enum state { HELD, BROKEN, UNJUDGED, ELSEWHERE, NR_STATES };

static enum state state_of(const struct all *a, unsigned int rule)
{
	const unsigned int *n = a->count[rule];

	if (n[W_FAIL])
		return BROKEN;
	if (rule_judged_by(rule, OF_OTHERS))
		return NR_STATES;
	if (!rule_judged_by(rule, JUDGE_RIG))
		return ELSEWHERE;
	return n[W_PASS] && !n[W_ERROR] ? HELD : UNJUDGED;
}

/* "R1-R4, R7" */
static void print_set(const struct all *a, enum state s)
{
	const char *sep = "";

	for (unsigned int i = 1; i < NR_RULES; i++) {
		unsigned int to = i;

		if (state_of(a, i) != s)
			continue;
		while (to + 1 < NR_RULES && state_of(a, to + 1) == s)
			to++;
		printf("%sR%u", sep, i);
		if (to > i)
			printf("%sR%u", to > i + 1 ? "-" : ", ", to);
		sep = ", ";
		i = to;
	}
}

/* What was seen, and where what cannot be seen here is judged. */
static void print_over_all(const struct all *a)
{
	static const char * const what[NR_STATES] = {
		[HELD] = "held", [BROKEN] = "BROKEN",
		[UNJUDGED] = "without a verdict in these runs",
		[ELSEWHERE] = "judged by make matrix",
	};
	const char *sep = "rules: ";

	for (enum state s = 0; s < NR_STATES; s++) {
		bool any = false;

		for (unsigned int i = 1; i < NR_RULES; i++)
			any |= state_of(a, i) == s;
		if (!any)
			continue;
		fputs(sep, stdout);
		print_set(a, s);
		printf(" %s", what[s]);
		if (s == HELD)
			printf(" on %u paths", a->npaths);
		sep = "; ";
	}
	/* what held in the others says nothing of these */
	if (a->unjudged)
		printf("; %u of %u runs WITHOUT A VERDICT", a->unjudged,
		       a->runs);
	if (a->retried)
		printf("; %u of %u runs were made again, for QEMU itself had died",
		       a->retried, a->runs);
	putchar('\n');
}

/* summary DIR CASE... */
int cmd_summary(int argc, char **argv)
{
	static struct all a = { .word = W_SKIP };
	struct out out;

	if (argc < 3) {
		fputs("usage: ibrs-report summary DIRECTORY CASE...\n", stderr);
		return 2;
	}
	if (!out_open(&out, argv[1], "summary"))
		return 2;
	for (int i = 2; i < argc; i++)
		add_run(&a, out.f, argv[1], argv[i]);
	if (out_close(&out))
		return 2;
	if (whole_image(argv + 2, argc - 2))
		image_rules(&a);
	puts("--- summary");
	out_show(&out);
	print_over_all(&a);
	return word_exit(a.word);
}
