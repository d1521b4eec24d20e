// SPDX-License-Identifier: GPL-2.0-only
/*
 * The head of a mutant, which is a patch.
 *
 * Above its diff stand what the mistake is and lines of these:
 *   Expect: R1 R4   one of these rules has to be the first that breaks; fact,
 *                   says, sites: or that demand of the case; build: it does
 *                   not build, and what make says then has the text of
 *   Says: <text>
 *   Run: <case>     of tests/cases.cfg
 *   Static: <why>   no run can show it: ibrs-check has to, on the vmlinux
 *   Dynamic: <why>  no vmlinux shows it: ibrs-check has no finding
 *   Self-check: bad <path>...        what the kernel's self-check has to find,
 *               cannot see, <why>    in one of these rows; or nothing; or the
 *               not asked, <why>     run is that of the case's own kernel, up
 *                                    to the first violation. Not with Static.
 *   Image: <fault>  of tests/image/mutants.tsv, the same mistake there
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/commands.h"
#include "report/compare.h"
#include "report/mutant_read.h"
#include "report/mutant_self.h"

#define LETTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-"

static int wrong(const struct mutant *m, const char *what)
{
	fprintf(stderr, "error: tests/proof/mutants/%s.patch: %s\n", m->name,
		what);
	return -1;
}

/* A rule, or what a case demands of a run: that can be by any rule. */
static bool is_seen_by(const char *word)
{
	char same[8];

	snprintf(same, sizeof(same), "R%u", rule_number(word));
	return (rule_number(word) && !strcmp(word, same)) ||
	       has_word("fact says sites", word);
}

bool is_unbuilt(const struct mutant *m)
{
	return !strcmp(m->expect, "build");
}

/* The words behind "Self-check:". False, with what is wrong, where they are none. */
static bool read_self(struct mutant *m, const char **why)
{
	static const struct {
		const char *words;
		enum self self;
	} forms[] = {
		{ "bad ", SELF_BAD }, { "cannot see, ", SELF_BLIND },
		{ "not asked, ", SELF_UNASKED },
	};
	const char *line = m->self_line;

	m->self_says = m->stat;
	*why = "Static: nothing runs, so there is no line 'Self-check:'";
	if (*m->stat)
		return !*line;
	*why = "'Self-check:' has to be 'bad <path>...', 'cannot see, <why>' or "
	       "'not asked, <why>'";
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t n = strlen(forms[i].words);

		if (strncmp(line, forms[i].words, n) ||
		    !line[n + strspn(line + n, " ")])
			continue;
		m->self = forms[i].self;
		m->self_says = line + n;
		*why = "only on kernel " SELF_BASE " is the self-check asked: "
		       "'Self-check: not asked, <why>'";
		return m->self == SELF_UNASKED || !strcmp(m->kernel, SELF_BASE);
	}
	return false;
}

/* A row that the kernel has not would never be bad; NULL where each is one. */
static const char *no_row(const struct mutant *m)
{
	static char rows[TEXT];

	strcpy(rows, m->self == SELF_BAD ? m->self_says : "");
	for (char *row = strtok(rows, " "); row; row = strtok(NULL, " "))
		if (!selfcheck_row(row))
			return row;
	return NULL;
}

/* Is @name a fault of the entry image, beside cases.cfg? */
static bool is_fault(const char *name)
{
	const char *cases = getenv("IBRS_CASES") ?: "tests/cases.cfg";
	char path[TEXT], **line, *f[2];

	snprintf(path, sizeof(path), "%.*simage/mutants.tsv",
		 (int)(strlen(cases) - strlen("cases.cfg")), cases);
	for (line = lines_read(path); line && *line; line++)
		if (fields(*line, f, 2) == 2 && !strcmp(f[0], name))
			return true;
	return false;
}

/* A line that is wrong would weaken the test unseen. */
static int check_mutant(struct mutant *m)
{
	const struct cases *c = cases_read();
	const struct test_case *t = c ? cases_find(c, m->run) : NULL;
	char rules[TEXT], why[2 * TEXT];
	const char *self;

	if (!c)
		return -1;
	if (!*m->what)
		return wrong(m, "say in the first lines what the mistake is");
	if (is_unbuilt(m) != !!*m->says)
		return wrong(m, "'Expect: build' and 'Says:' are one's other half");
	if (*m->stat && *m->dyn)
		return wrong(m, "'Static:' or 'Dynamic:', not both");
	if (is_unbuilt(m) && !*m->stat)
		return wrong(m, "'Expect: build' goes with 'Static:', nothing runs");
	strcpy(rules, m->expect);
	for (char *r = strtok(rules, " "); r; r = strtok(NULL, " "))
		if (!is_seen_by(r) && !is_unbuilt(m)) {
			snprintf(why, sizeof(why), "Expect: '%s' is no rule", r);
			return wrong(m, why);
		}
	if (!*m->expect)
		return wrong(m, "no line 'Expect: R<n>...'");
	if (!t)
		return wrong(m, "'Run:' has to name a case of tests/cases.cfg");
	m->kernel = case_get(c, t, K_KERNEL);
	m->mode = case_get(c, t, K_MODE);
	if (!read_self(m, &self))
		return wrong(m, self);
	if (no_row(m)) {
		snprintf(why, sizeof(why), "Self-check: '%s' is no row of its table",
			 no_row(m));
		return wrong(m, why);
	}
	if (*m->image && !is_fault(m->image))
		return wrong(m, "'Image:' has to name a fault of tests/image/mutants.tsv");
	return 0;
}

/* Where the word of a line "Word: ..." goes; NULL where it is none of a head's. */
static char *field_of(struct mutant *m, const char *word, size_t len)
{
	const struct { const char *word; char *to; } field[] = {
		{ "Expect", m->expect }, { "Run", m->run },
		{ "Static", m->stat }, { "Dynamic", m->dyn },
		{ "Says", m->says }, { "Self-check", m->self_line },
		{ "Image", m->image },
	};

	for (size_t i = 0; i < sizeof(field) / sizeof(field[0]); i++)
		if (strlen(field[i].word) == len &&
		    !strncmp(word, field[i].word, len))
			return field[i].to;
	return NULL;
}

/*
 * One word and a colon is a line of the head: one that is misspelt would be text,
 * and one of two would be nothing.
 */
static int read_line(struct mutant *m, const char *line)
{
	const char *word = line + strspn(line, " \t");
	size_t len = strspn(word, LETTERS), end = len + strspn(word + len, " \t");
	const char *value = word + end + 1;
	char why[2 * TEXT], *to;

	if (!len || word[end] != ':' || (word[end + 1] && !strchr(" \t", word[end + 1])))
		return 0;
	end++;
	to = word == line && end == len + 1 ? field_of(m, word, len) : NULL;
	value += strspn(value, " \t");
	if (to && !*to && *value && strlen(value) < TEXT) {
		strcpy(to, value);
		return 0;
	}
	snprintf(why, sizeof(why), "'%.*s' %s", (int)end, word, !to ?
		 "is no line of its head (tests/report/mutant_read.c)" :
		 *to ? "is there twice" : *value ? "is too long" : "says nothing");
	return wrong(m, why);
}

int read_mutant(struct mutant *m, const char *path)
{
	const char *base = strrchr(path, '/');
	char **line = lines_read(path);
	bool head = true;

	*m = (struct mutant){ .kernel = NULL };
	snprintf(m->name, sizeof(m->name), "%s", base ? base + 1 : path);
	m->name[strcspn(m->name, ".")] = 0;
	for (; line && *line && strncmp(*line, "diff ", 5); line++) {
		size_t n = strlen(m->what);

		head = head && **line;
		if (head)
			snprintf(m->what + n, TEXT - n, "%s%s", n ? " " : "",
				 *line);
		if (read_line(m, *line))
			return -1;
	}
	return check_mutant(m);
}

/* list FILE...: one line for each. */
int mutant_list(int argc, char **argv)
{
	struct mutant m;

	for (int i = 1; i < argc; i++) {
		if (read_mutant(&m, argv[i]))
			return 2;
		printf("%-26s %-10s %-9s %s\n", m.name, m.run, m.expect,
		       m.what);
	}
	return 0;
}

/*
 * plan FILE...: "<name> <case> <kernel> <static or -> <stop=1 or -> <kernel or ->"
 * for each, or nothing where one is wrong. With IBRS_ALL the instrument counts
 * what is no violation there: only the report knows. The last is a kernel with the
 * self-check. What that finds it puts right, so the rules have a run without it,
 * a whole one: whether C ran with IBRS clear is not known at the first violation.
 */
int mutant_plan(int argc, char **argv)
{
	struct mutant m;

	for (int i = 1; i < argc; i++)
		if (read_mutant(&m, argv[i]))
			return 2;
	for (int i = 1; i < argc; i++) {
		bool whole;

		read_mutant(&m, argv[i]);
		whole = m.self != SELF_UNASKED || !strcmp(m.mode, "all");
		printf("%s %s %s %s %s %s\n", m.name, m.run, m.kernel,
		       *m.stat ? "static" : "-",
		       whole ? "-" : "stop=1",
		       m.self == SELF_UNASKED ? "-" : SELF_KERNEL);
	}
	return 0;
}
