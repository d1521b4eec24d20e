// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record mutant-judges: what each judge says of each mutant of
 * tests/proof/mutants. They are run one by one: what is not there, or is of
 * another series, was not run, and that is what its cells say.
 *
 *	<mutant>.check	rules, "no: <why>", "not asked: <why>" or "not run"
 *	<mutant>.rig	the same
 *	<mutant>.self	the rows that were bad, or the same
 *	<mutant>.image	the fault of the entry image that is the same mistake, or "-"
 */
#include <glob.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/compare.h"
#include "report/counts.h"
#include "report/mutant.h"
#include "report/mutant_read.h"

#define MOST_ROWS	3	/* of the self-check's table in a cell */

/* Those in @of/@pattern, each by @each; false where that is. */
static bool each_in(const char *of, const char *pattern,
		    bool (*each)(struct counts *c, const char *path),
		    struct counts *c)
{
	bool good = true;
	glob_t g;

	if (glob(path_in(of, pattern), 0, NULL, &g))
		return lacks(c, "mutants: nothing at %s/%s", of, pattern);
	for (size_t i = 0; good && i < g.gl_pathc; i++)
		good = each(c, g.gl_pathv[i]);
	globfree(&g);
	return good;
}

/* One that is of something else is one that was not run. */
static bool add_one(struct counts *c, const char *path)
{
	char *name = strdup(basename(dirname(strdup(path))));

	if (strncmp(name, "control", 7) &&
	    !source_directory(c, path_in("mutants", name)))
		c->nsources--;
	return true;
}

bool source_mutants(struct counts *c, const char *name)
{
	(void)name;
	if (!each_in(c->results, "mutants/*/made.tsv", add_one, c))
		return false;
	return c->nsources || lacks(c, "mutants: none of this series was run");
}

/* --- the cells --------------------------------------------------------------- */

static char *why(const char *word, const char *because)
{
	char *s;

	if (asprintf(&s, "%s: %s", word, because) < 0)
		abort();
	return s;
}

/* "a b c and 2 more" */
static const char *rows(const char *list)
{
	unsigned int more = 0;
	const char *end = list;
	char *s;

	for (int i = 0; i < MOST_ROWS && *end; i++)
		end += strspn(end, " "), end += strcspn(end, " ");
	for (const char *p = end; *p; p++)
		more += *p == ' ';
	if (!more)
		return list;
	if (asprintf(&s, "%.*s and %u more", (int)(end - list), list, more) < 0)
		abort();
	return s;
}

static const char *of_self(const struct mutant *m, char **f)
{
	return m->self == SELF_UNASKED ? why("not asked", m->self_says) :
	       !strcmp(f[V_SELF], "-") ? why("no", m->self_says) :
	       rows(f[V_SELF]);
}

static void emit_cells(struct counts *c, const struct mutant *m, char **f)
{
	bool ran = f && strcmp(f[V_CLEAR], "-");
	const char *check, *rig, *self;

	check = rig = self = "not run";
	if (is_unbuilt(m)) {
		check = rig = self = why("not asked", m->stat);
	} else if (f) {
		check = *f[V_FOUND] ? f[V_FOUND] : why("no", m->dyn);
		rig = ran ? f[V_BROKEN] : why("not asked", m->stat);
		self = of_self(m, f);
	}
	emit(c, "%s.check\t%s", m->name, check);
	emit(c, "%s.rig\t%s", m->name, rig);
	emit(c, "%s.self\t%s", m->name, self);
	emit(c, "%s.image\t%s", m->name, *m->image ? m->image : "-");
}

/* --- all of them --------------------------------------------------------------- */

static struct {
	unsigned int all, run, clear, clear_self, self;
} sum;

static bool is_source(const struct counts *c, const char *name)
{
	for (unsigned int i = 0; i < c->nsources; i++)
		if (!strcmp(c->source[i].name, name))
			return true;
	return false;
}

/* Is it of the head that stands there now? Another one asks for something else. */
static bool of_head(const struct mutant *m, char **f)
{
	return !strcmp(f[V_NAME], m->name) && !strcmp(f[V_CASE], m->run) &&
	       !strcmp(f[V_EXPECT], m->expect) &&
	       !strcmp(f[V_CLEAR], "-") == !!*m->stat &&
	       !*f[V_SELF] == (m->self == SELF_UNASKED);
}

static bool count_one(struct counts *c, const char *path)
{
	char **line, *f[V_COLUMNS], *dir;
	struct mutant m;
	bool seen;

	if (read_mutant(&m, path))
		return lacks(c, "mutants: %s has a bad head", path);
	sum.all++;
	dir = path_in("mutants", m.name);
	if (!is_source(c, dir)) {
		emit_cells(c, &m, NULL);
		return true;
	}
	line = lines_read(path_in(path_in(c->results, dir), "verdict.tsv"));
	if (!line || !*line || fields(*line, f, V_COLUMNS) != V_COLUMNS)
		return lacks(c, "%s: was not run to its end", dir);
	if (strcmp(f[V_WORD], "PASS"))
		return lacks(c, "%s: is no PASS (%s)", dir, f[V_WORD]);
	if (!of_head(&m, f))
		return lacks(c, "%s: was not run as its head asks", dir);
	emit_cells(c, &m, f);
	seen = m.self != SELF_UNASKED && strcmp(f[V_SELF], "-");
	sum.run++;
	sum.self += seen;
	if (m.self != SELF_UNASKED && !strcmp(f[V_CLEAR], "clear")) {
		sum.clear++;
		sum.clear_self += seen;
	}
	return true;
}

bool count_mutant_judges(struct counts *c)
{
	const char *cases = getenv("IBRS_CASES") ?: "tests/cases.cfg";

	memset(&sum, 0, sizeof(sum));
	if (!each_in(dirname(strdup(cases)), "proof/mutants/*.patch", count_one, c))
		return false;
	emit(c, "mutants\t%u", sum.all);
	emit(c, "run\t%u", sum.run);
	emit(c, "unrun\t%u", sum.all - sum.run);
	emit(c, "self\t%u", sum.self);
	emit(c, "clear\t%u", sum.clear);
	emit(c, "clear.self\t%u", sum.clear_self);
	return sum.clear_self * 10 >= sum.clear * 9 ||
	       lacks(c, "mutants: of %u that run C with IBRS clear the self-check "
		     "finds %u only", sum.clear, sum.clear_self);
}
