// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lines of a record, and which results may be in one: finished, PASS, of
 * this series, and made with nothing but what is the default.  A result that
 * does not say what it is of could be of anything, and is not taken.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "report/cases.h"
#include "report/compare.h"
#include "report/counts.h"

void emit(struct counts *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(c->f, fmt, ap);
	va_end(ap);
	fputc('\n', c->f);
}

bool lacks(struct counts *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	return false;
}

/* Sets the one of @m's keys that is @key; false when it was there before. */
static bool set_key(struct made *m, const char *key, const char *val)
{
	const struct {
		const char *name;
		char **to;
	} keys[] = {
		{ "series", &m->series }, { "commit", &m->commit },
		{ "date", &m->date }, { "gcc", &m->gcc },
		{ "qemu", &m->qemu }, { "set", &m->set },
		{ "image", &m->image }, { "debian", &m->debian },
		{ "judges", &m->judges },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(key, keys[i].name))
			continue;
		if (*keys[i].to)
			return false;
		*keys[i].to = strdup(val);
	}
	return true;
}

/* False when the file is not there, or has a key twice. */
static bool made_read(struct made *m, const char *path)
{
	char **line = lines_read(path), *f[2];
	bool good = line;

	for (; line && *line; line++)
		if (fields(*line, f, 2) == 2)
			good &= set_key(m, f[0], f[1]);
	return good;
}

/* Is it whole, and of what is asked for?  @what is the word for it. */
static bool made_well(struct counts *c, const struct source *s)
{
	const struct made *m = &s->made;

	if (!m->series || !m->commit || !m->date || !m->gcc || !m->qemu ||
	    !m->set)
		return lacks(c, "%s: does not say what it was made of: run it "
			     "again", s->name);
	if (strcmp(m->series, c->series))
		return lacks(c, "%s: is of another series (%s, not %s)",
			     s->name, m->series, c->series);
	if (*m->set)
		return lacks(c, "%s: was made with %s", s->name, m->set);
	if (m->image && strcmp(m->image, c->image))
		return lacks(c, "%s: is of another entry image (%s, not %s)",
			     s->name, m->image, c->image);
	return true;
}

static struct source *add_source(struct counts *c, const char *name)
{
	struct source *s = &c->source[c->nsources++];

	if (c->nsources > MAX_SOURCES)
		abort();
	*s = (struct source){ .name = name };
	return s;
}

/* The word that the case has in its verdict.tsv. */
static enum word case_word(const char *dir)
{
	char **line = lines_read(path_in(dir, "verdict.tsv")), *f[5];

	if (!line || !*line || fields(*line, f, 5) < 3 || strcmp(f[0], "case"))
		return W_ERROR;
	return word_of_name(f[2]);
}

/* The run that @i is of: rig.tsv and run.tsv name the same one. */
static bool same_run(const struct run_info *i, const struct result *r)
{
	return i->id && r->run_id && !strcmp(i->id, r->run_id);
}

/* changed: the instrument's result is not the one that has the verdict. */
static bool changed(const char *dir)
{
	struct stat rig, verdict;

	return !stat(path_in(dir, "rig.tsv"), &rig) &&
	       !stat(path_in(dir, "verdict.tsv"), &verdict) &&
	       (rig.st_mtim.tv_sec > verdict.st_mtim.tv_sec ||
		(rig.st_mtim.tv_sec == verdict.st_mtim.tv_sec &&
		 rig.st_mtim.tv_nsec > verdict.st_mtim.tv_nsec));
}

bool source_case(struct counts *c, const char *name)
{
	struct source *s = add_source(c, name);
	const char *dir = path_in(c->results, name);
	struct run_info info = { 0 };
	char err[WHY];
	enum word w = case_word(dir);

	if (!run_there(c->results, name))
		return lacks(c, "%s: has not been run", name);
	s->run = calloc(1, sizeof(*s->run));
	if (!s->run)
		abort();
	if (result_read(s->run, path_in(dir, "rig.tsv"), err, sizeof(err)))
		return lacks(c, "%s: %.300s", name, err);
	info_read(&info, dir);
	if (info.wrong || !same_run(&info, s->run))
		return lacks(c, "%s: run.tsv and rig.tsv are not of one run",
			     name);
	if (w != W_PASS)
		return lacks(c, "%s: is no PASS (%s)", name, word_name(w));
	if (changed(dir))
		return lacks(c, "%s: rig.tsv is newer than its verdict", name);
	if (!made_read(&s->made, path_in(dir, "run.tsv")))
		return lacks(c, "%s: run.tsv: a key is there twice", name);
	return made_well(c, s);
}

bool source_directory(struct counts *c, const char *name)
{
	struct source *s = add_source(c, name);

	if (!made_read(&s->made, path_in(path_in(c->results, name),
					 "made.tsv")))
		return lacks(c, "%s: not there, or not to its end", name);
	return made_well(c, s);
}

const struct result *run_of(const struct counts *c, const char *name)
{
	for (unsigned int i = 0; i < c->nsources; i++)
		if (!strcmp(c->source[i].name, name) && c->source[i].run)
			return c->source[i].run;
	abort();
}

const char *made_key(const struct counts *c, const char *dir, const char *file,
		     const char *key)
{
	char **line = lines_read(path_in(path_in(c->results, dir), file));
	char *f[2];

	for (; line && *line; line++)
		if (fields(*line, f, 2) == 2 && !strcmp(f[0], key))
			return f[1];
	return NULL;
}

/* --- the head -------------------------------------------------------- */

/* "12.2" of "12.2.0", in a buffer of its own. */
static char *major_minor(const char *version)
{
	const char *dot = strchr(version, '.');
	char *s;

	if (asprintf(&s, "%.*s", (int)(dot ? dot + 1 - version +
				       (long)strcspn(dot + 1, ". -") :
				       (long)strlen(version)), version) < 0)
		abort();
	return s;
}

/* What all have that have it; NULL, with the reason, when they differ. */
static const char *common(struct counts *c, const char *what,
			  char *(*of)(const struct made *m))
{
	const char *first = "";

	for (unsigned int i = 0; i < c->nsources; i++) {
		const char *it = of(&c->source[i].made);

		if (!it)
			continue;
		if (*first && strcmp(it, first)) {
			lacks(c, "%s: is of %s %s, others are of %s",
			      c->source[i].name, what, it, first);
			return NULL;
		}
		first = it;
	}
	return first;
}

static char *gcc_of(const struct made *m)
{
	return major_minor(m->gcc);
}

static char *qemu_of(const struct made *m)
{
	return major_minor(m->qemu);
}

/* "6.1.192" of "6.1.0-56-amd64 6.1.192-2" */
static char *debian_of(const struct made *m)
{
	const char *s = m->debian ? strrchr(m->debian, ' ') : NULL;

	return s ? strndup(s + 1, strcspn(s + 1, "-")) : NULL;
}

/* The id of @judge that @m has, as "rig 12ab check 34cd" says it, or "-". */
static const char *judge_id(const struct made *m, const char *judge,
			    char id[40])
{
	const char *s = m->judges ? strstr(m->judges, judge) : NULL;

	if (!s || sscanf(s + strlen(judge), " %39s", id) != 1)
		strcpy(id, "-");
	return id;
}

/* The judges that all are of; "-" for one where they differ. */
static void emit_judges(struct counts *c)
{
	static const char * const judges[] = { "rig", "check", "image" };
	char text[200] = "", id[40], other[40];

	for (size_t k = 0; k < 3; k++) {
		judge_id(&c->source[0].made, judges[k], id);
		for (unsigned int i = 1; i < c->nsources; i++)
			if (strcmp(judge_id(&c->source[i].made, judges[k],
					    other), id))
				strcpy(id, "-");
		sprintf(text + strlen(text), "%s%s %s", k ? " " : "", judges[k], id);
	}
	emit(c, "judges\t%s", text);
}

/* A record is as old as the oldest it is made of. */
static const struct made *oldest(const struct counts *c)
{
	const struct made *m = &c->source[0].made;

	for (unsigned int i = 1; i < c->nsources; i++)
		if (strcmp(c->source[i].made.date, m->date) < 0)
			m = &c->source[i].made;
	return m;
}

bool emit_head(struct counts *c, const char *record, bool exact,
	       const char *command)
{
	const char *gcc = common(c, "gcc", gcc_of);
	const char *qemu = common(c, "QEMU", qemu_of);
	const char *debian = common(c, "Debian's", debian_of);

	if (!gcc || !qemu || !debian)
		return false;
	emit(c, "record\t%s", record);
	emit(c, "kind\t%s", exact ? "exact" : "run");
	emit(c, "command\t%s", command);
	emit(c, "series\t%s", c->series);
	emit(c, "with\tgcc %s, QEMU %s%s%s", gcc, qemu,
	    *debian ? ", Debian's " : "", debian);
	emit_judges(c);
	if (exact)
		return true;
	emit(c, "commit\t%s", oldest(c)->commit);
	emit(c, "date\t%s", oldest(c)->date);
	return true;
}
