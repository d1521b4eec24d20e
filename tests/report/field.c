// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report field: kernels of others beside what tests/field.cfg knows.
 *
 *   field --list [--short]   which are to be judged, -1 in a run, -c in none
 *   field DIR                DIR/judged.tsv, of "kernel": what is new or gone is
 *                            FAIL; a kernel that is not listed is SKIP, with
 *                            what was found. DIR/mend.tsv, of ibrs-alter: each
 *                            finding needs its control
 */
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/field.h"

static const char * const verdicts[NR_VERDICTS] = {
	"real", "cost only", "by the letter", "tool's limit",
};

static int bad(unsigned int line, const char *what)
{
	return say(W_ERROR, "tests/field.cfg:%u: %s", line, what);
}

/* "R5 end_repeat_nmi: cost only" */
static bool add_known(struct section *s, enum by by, char *value)
{
	char *verdict = strstr(value, ": ");
	unsigned int v = 0;

	if (!verdict || s->nknown == MAX_KNOWN)
		return false;
	*verdict = 0;
	while (v < NR_VERDICTS && strcmp(verdicts[v], verdict + 2))
		v++;
	s->known[s->nknown++] = (struct known){ by, value, v, false };
	return v < NR_VERDICTS;
}

static bool set(struct section *s, const char *key, char *value)
{
	if (!strcmp(key, "checker"))
		return add_known(s, BY_CHECKER, value);
	if (!strcmp(key, "run"))
		return add_known(s, BY_RUN, value);
	if (!strcmp(key, "short"))
		s->in_short = s->booted = value;
	else if (!strcmp(key, "built"))
		s->built = value;
	else if (!strcmp(key, "tree"))
		s->tree = value;
	else if (!strcmp(key, "booted"))
		s->booted = value;
	else if (!strcmp(key, "kernel") && s->nkernels < MAX_KERNELS)
		s->kernel[s->nkernels++] = value;
	else
		return false;
	return true;
}

struct field *field_read(void)
{
	const char *cases = getenv("IBRS_CASES");
	char **line = lines_read(path_in(cases ? strndup(cases,
			(size_t)(strrchr(cases, '/') - cases)) : "tests",
			"field.cfg"));
	struct field *f = calloc(1, sizeof(*f));
	unsigned int n = 1;

	if (!line || !f) {
		say(W_ERROR, "tests/field.cfg cannot be read");
		return NULL;
	}
	for (; line[n - 1]; n++) {
		char *s = line[n - 1], *value = strstr(s, " = ");

		if (!*s || *s == '#')
			continue;
		if (*s == '[' && f->n < MAX_SECTIONS) {
			f->section[f->n++].name = s;
			continue;
		}
		if (value)
			*value = 0;
		if (!value || !f->n || !set(f->section + f->n - 1, s, value + 3)) {
			bad(n, "neither [name] nor kernel =, short =, booted =, built =, tree =, checker = "
			    "RULE FUNCTION: VERDICT, run = RULE:KIND: VERDICT");
			return NULL;
		}
	}
	return f;
}

struct section *field_of(struct field *f, const char *kernel)
{
	for (unsigned int i = 0; i < f->n; i++)
		for (unsigned int k = 0; k < f->section[i].nkernels; k++)
			if (!strcmp(f->section[i].kernel[k], kernel))
				return f->section + i;
	return NULL;
}

static void list_one(const struct section *s, const char *kernel, bool in_short)
{
	const char *how = s->booted && !strcmp(s->booted, kernel) ? "-1" : "-c";

	if (in_short && (!s->in_short || strcmp(kernel, s->in_short)))
		return;
	if (s->built)
		printf("%s %s\n", s->built, how);
	else
		printf("%s%.*s %s\n", s->tree ? "tree:" : "",
		       (int)strcspn(kernel, " "), kernel, how);
}

static int list(const struct field *f, bool in_short)
{
	for (unsigned int i = 0; i < f->n; i++) {
		const struct section *s = f->section + i;

		for (unsigned int k = 0; k < s->nkernels; k++)
			list_one(s, s->kernel[k], in_short);
	}
	return 0;
}

/* --- one kernel -------------------------------------------------------------- */

struct seen {
	char *kernel;
	enum by by[MAX_KNOWN];
	char *what[MAX_KNOWN];
	unsigned int n;
	bool ended, ran, unjudged, full;
};

static void add_seen(struct seen *s, enum by by, char *what)
{
	for (unsigned int i = 0; i < s->n; i++)
		if (s->by[i] == by && !strcmp(s->what[i], what))
			return;
	s->full |= s->n == MAX_KNOWN;
	if (s->full)
		return;
	s->by[s->n] = by;
	s->what[s->n++] = what;
}

static void read_seen(struct seen *s, const char *dir)
{
	char **line = lines_read(path_in(dir, "judged.tsv")), *f[4], *what;

	for (; line && *line; line++) {
		unsigned int n = fields(*line, f, 4);

		if (!strcmp(f[0], "kernel") && n > 1) {
			s->kernel = f[1];
		} else if (!strcmp(f[0], "checker") && n > 2) {
			if (asprintf(&what, "%s %s", f[1], f[2]) < 0)
				abort();
			add_seen(s, BY_CHECKER, what);
		} else if (!strcmp(f[0], "ran") && n > 2 &&
			   !strcmp(f[1], RUN_OF_FIELD)) {
			s->ran = true;
			s->unjudged = !strcmp(f[2], "ERROR");
		} else if (!strcmp(f[0], "run") && n > 2) {
			if (!strcmp(f[1], RUN_OF_FIELD))
				add_seen(s, BY_RUN, f[2]);
		} else if (!strcmp(f[0], "end")) {
			s->ended = true;
		}
	}
}

/* Findings whose control failed, or that have none; *n: how many there were. */
static unsigned int uncontrolled(const char *dir, unsigned int *n)
{
	char **line = lines_read(path_in(dir, "mend.tsv")), *f[5];
	unsigned int without = 0;

	for (*n = 0; line && *line; line++) {
		if (fields(*line, f, 5) < 4 || strcmp(f[0], "mend"))
			continue;
		++*n;
		if (strncmp(f[3], "gone", 4)) {
			printf("  no control: %s %s: %s\n", f[1], f[2], f[3]);
			without++;
		}
	}
	return without;
}

/*
 * A stable tree as it is has its control in the same one with patches/upstream: that
 * has to be known, with no finding that the tree as it is has not. What is left in
 * it is mended one by one.
 */
static unsigned int no_control_of_tree(struct field *f, const struct section *s,
				       const char *kernel)
{
	static const char suffix[] = "-mended";
	size_t n = strlen(kernel), end = sizeof(suffix) - 1;
	struct section *with;
	unsigned int wrong = 0;
	char *name;

	if (!s->tree || (n > end && !strcmp(kernel + n - end, suffix)))
		return 0;
	if (asprintf(&name, "%s%s", kernel, suffix) < 0)
		abort();
	with = field_of(f, name);
	if (!with)
		return printf("  no control: %s is not listed\n", name), 1;
	for (unsigned int i = 0; i < with->nknown; i++) {
		bool had = false;

		for (unsigned int k = 0; k < s->nknown; k++)
			had |= s->known[k].by == with->known[i].by &&
			       !strcmp(s->known[k].what, with->known[i].what);
		if (!had)
			printf("  no control: %s comes with the mends\n",
			       with->known[i].what);
		wrong += !had;
	}
	return wrong;
}

static const char * const by_name[] = { "checker", "run" };

unsigned int field_compare(struct section *s, const char *name, enum by by,
			   char *const *what, unsigned int n)
{
	unsigned int wrong = 0;

	for (unsigned int i = 0; i < n; i++) {
		bool known = false;

		for (unsigned int k = 0; k < s->nknown; k++)
			if (s->known[k].by == by &&
			    !strcmp(s->known[k].what, what[i]))
				known = s->known[k].hit = true;
		if (!known)
			printf("  %s: new, by the %s: %s\n", name, by_name[by],
			       what[i]);
		wrong += !known;
	}
	for (unsigned int k = 0; k < s->nknown; k++) {
		if (s->known[k].by != by || s->known[k].hit)
			continue;
		printf("  %s: gone, by the %s: %s\n", name, by_name[by],
		       s->known[k].what);
		wrong++;
	}
	return wrong;
}

static unsigned int compare(struct section *s, const struct seen *seen)
{
	unsigned int wrong = 0;

	for (enum by by = BY_CHECKER; by <= BY_RUN; by++) {
		char *what[MAX_KNOWN];
		unsigned int n = 0;

		for (unsigned int i = 0; i < seen->n; i++)
			if (seen->by[i] == by)
				what[n++] = seen->what[i];
		if (by == BY_CHECKER || seen->ran)
			wrong += field_compare(s, seen->kernel, by, what, n);
	}
	return wrong;
}

static void print_verdicts(const struct section *s, bool ran)
{
	for (unsigned int v = 0; v < NR_VERDICTS; v++) {
		unsigned int n = 0;

		for (unsigned int k = 0; k < s->nknown; k++)
			n += s->known[k].verdict == v &&
			     (ran || s->known[k].by == BY_CHECKER);
		if (n)
			printf(", %u %s", n, verdicts[v]);
	}
	putchar('\n');
}

static int one(struct field *f, const char *dir)
{
	static struct seen seen;
	unsigned int mended, without, wrong;
	struct section *s;

	read_seen(&seen, dir);
	if (!seen.kernel || !seen.ended || seen.full || seen.unjudged)
		return say(W_ERROR, "field: %s: no verdict (judged.tsv)", dir);
	s = field_of(f, seen.kernel);
	if (!s) {
		for (unsigned int i = 0; i < seen.n; i++)
			printf("  %s: %s: %s\n", seen.kernel,
			       by_name[seen.by[i]], seen.what[i]);
		return say(W_SKIP, "field: %s: not known yet, its findings are "
			   "above: tests/field.cfg", seen.kernel);
	}
	wrong = compare(s, &seen);
	without = uncontrolled(dir, &mended);
	without += no_control_of_tree(f, s, seen.kernel);
	if (wrong || without)
		return say(W_FAIL, "field: %s: %u findings new or gone, %u "
			   "without control", seen.kernel, wrong, without);
	printf("PASS  %s: %s%s, %u findings mended", seen.kernel, s->name,
	       seen.ran ? ", run" : "", mended);
	print_verdicts(s, seen.ran);
	return word_exit(W_PASS);
}

int cmd_field(int argc, char **argv)
{
	bool all = argc > 1 && !strcmp(argv[1], "--list");
	bool in_short = argc == 3 && !strcmp(argv[2], "--short");
	struct field *f;

	if (argc != 2 && !(all && in_short))
		return say(W_ERROR, "usage: ibrs-report field DIR|--list [--short]");
	f = field_read();
	if (!f)
		return word_exit(W_ERROR);
	return all ? list(f, in_short) : one(f, argv[1]);
}
