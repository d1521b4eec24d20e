// SPDX-License-Identifier: GPL-2.0-only
/* Reading what the page is made of. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "page/input.h"
#include "report/cases.h"
#include "report/compare.h"

/* The value of @key in lines of keys and values, NULL when none has it. */
static const char *value_of(char **line, const char *key)
{
	size_t len = strlen(key);

	for (; line && *line; line++)
		if (!strncmp(*line, key, len) && (*line)[len] == '\t')
			return *line + len + 1;
	return NULL;
}

/* "a b c" as it is in MADE, for those who read a line each. */
static char *as_lines(const char *words)
{
	char *s = strdup(words);

	for (char *p = s; (p = strchr(p, ' ')); p++)
		*p = '\n';
	return s;
}

static int read_made(struct input *in)
{
	char **line = lines_read(REPORT "/" MADE);
	const char *ids = value_of(line, "series");

	in->now.judges = value_of(line, "judges");
	in->names = value_of(line, "sets");
	in->commit = value_of(line, "commit");
	in->base = value_of(line, "base");
	in->url = value_of(line, "url");
	in->authors = value_of(line, "authors");
	in->patches = value_of(line, "patches");
	if (!ids || !in->now.judges || !in->names || !in->commit || !in->base ||
	    !in->url || !in->authors || !in->patches)
		return say(W_ERROR, REPORT "/" MADE " does not say what is judged: "
			   "make report");
	in->now.series = as_lines(ids);
	return 0;
}

static enum age age_of(const struct input *in, const struct case_result *c)
{
	if (!c->series || !c->commit || !c->judges)
		return OF_NOBODY;
	if (!map_listed(in->now.series, c->series))
		return OF_SERIES;
	if (!map_same_judge(c->judges, in->now.judges, "rig"))
		return OF_JUDGES;
	return strcmp(c->commit, in->commit) ? OF_COMMIT : OF_NOW;
}

/* A verdict whose first line is not understood is none: ERROR. */
static void read_verdict(struct case_result *c, char **line)
{
	char *f[5];

	c->word = W_ERROR;
	c->why = "it left no verdict";
	if (!line || !*line || fields(*line, f, 5) != 5 || strcmp(f[0], "case") ||
	    strcmp(f[1], c->name))
		return;
	c->word = word_of_name(f[2]);
	c->why = f[4];
	for (line++; *line; line++) {
		unsigned int rule;

		if (fields(*line, f, 3) != 3 || strcmp(f[0], "rule"))
			continue;
		rule = rule_number(f[1]);
		if (!rule || rule >= NR_RULES)
			continue;
		c->has[rule] = true;
		c->rule[rule] = word_of_name(f[2]);
		/* where the run gave no verdict, its rules did not either */
		if (c->word == W_ERROR && c->rule[rule] == W_PASS)
			c->rule[rule] = W_ERROR;
	}
}

static void read_case(struct input *in, struct case_result *c)
{
	const char *dir = path_in(RESULTS, c->name);
	char **run;

	c->there = !access(path_in(dir, "."), R_OK);
	if (!c->there)
		return;
	run = lines_read(path_in(dir, "run.tsv"));
	c->series = value_of(run, "series");
	c->commit = value_of(run, "commit");
	c->judges = value_of(run, "judges");
	c->date = value_of(run, "date");
	c->gcc = value_of(run, "gcc");
	c->qemu = value_of(run, "qemu");
	read_verdict(c, lines_read(path_in(dir, "verdict.tsv")));
	c->age = age_of(in, c);
}

/* Cases whose word is of others: what a kernel without the series breaks. */
static int read_cases(struct input *in)
{
	const struct cases *all = cases_read();

	if (!all)
		return 2;
	in->c = calloc(all->nr, sizeof(*in->c));
	if (!in->c)
		abort();
	for (unsigned int i = 1; i < all->nr; i++) {
		struct case_result *c = &in->c[in->ncases++];

		c->name = all->all[i].name;
		c->kernel = case_get(all, &all->all[i], K_KERNEL);
		c->model = case_get(all, &all->all[i], K_MODEL);
		c->wanted = has_word(case_get(all, &all->all[i], K_GROUPS),
				     "check");
		read_case(in, c);
	}
	return 0;
}

/* "PASS  runs (566 s)", and six blanks before each line that says why. */
static int read_parts(struct input *in)
{
	char **line = lines_read(SUMMARY);

	for (size_t i = 0; line && line[i]; i++) {
		char word[8], *end;
		struct part_result *p;

		if (line[i][0] == ' ') {
			if (in->nparts && !in->part[in->nparts - 1].why)
				in->part[in->nparts - 1].why = line[i] + 6;
			continue;
		}
		end = strrchr(line[i], '(');
		if (sscanf(line[i], "%7s", word) != 1 || !end ||
		    strlen(line[i]) < 7)
			return say(W_ERROR, SUMMARY ":%zu is not understood: make "
				   "check", i + 1);
		in->part = reallocarray(in->part, in->nparts + 1,
					sizeof(*in->part));
		if (!in->part)
			abort();
		p = &in->part[in->nparts++];
		*p = (struct part_result){ .word = word_of_name(word) };
		p->seconds = (unsigned int)strtoul(end + 1, NULL, 10);
		p->name = strndup(line[i] + 6, (size_t)(end - line[i]) - 7);
	}
	return 0;
}

int input_read(struct input *in)
{
	int ret;

	*in = (struct input){ .ncases = 0 };
	ret = read_made(in);
	ret = ret ? ret : records_read(&in->records, RECORDS) ? 2 : 0;
	ret = ret ? ret : read_cases(in);
	return ret ? ret : read_parts(in);
}

const struct case_result *case_of(const struct input *in, const char *name)
{
	for (unsigned int i = 0; i < in->ncases; i++)
		if (!strcmp(in->c[i].name, name))
			return &in->c[i];
	return NULL;
}

const struct result *input_run(const struct input *in, const char *name,
			       char *why, size_t len)
{
	const struct case_result *c = case_of(in, name);
	struct result *r;

	if (!c || !c->there) {
		snprintf(why, len, "%s has not been run: tests/run %s", name,
			 name);
		return NULL;
	}
	if (c->age > OF_COMMIT || c->word == W_ERROR) {
		snprintf(why, len, "%s: %s: tests/run %s", name,
			 c->word == W_ERROR ? c->why :
			 c->age == OF_SERIES ? "is of another series" :
			 c->age == OF_JUDGES ? "was judged by other judges" :
			 "does not say what it was made of", name);
		return NULL;
	}
	r = calloc(1, sizeof(*r));
	if (!r)
		abort();
	if (!result_read(r, path_in(path_in(RESULTS, name), "rig.tsv"), why,
			 len))
		return r;
	free(r);
	return NULL;
}

bool input_record(const struct input *in, const struct num_record *r,
		  char *why, size_t len)
{
	if (!r) {
		snprintf(why, len, "there is no such record: make results");
		return false;
	}
	if (map_listed(in->now.series, record_get(r, "series")))
		return true;
	snprintf(why, len, "the record %s is of another series (%s): %s, then "
		 "make results", r->name, record_get(r, "series"),
		 record_get(r, "command"));
	return false;
}

const char *record_source(const struct input *in, const struct num_record *r)
{
	const char *commit = record_get(r, "commit");
	const char *date = record_get(r, "date");
	char *s;

	if (asprintf(&s, "%s, series %s, %s%s%s%s%s", record_get(r, "command"),
		     series_named(in, record_get(r, "series")),
		     record_get(r, "with"),
		     commit ? ", commit " : "", commit ? commit : "",
		     date ? ", " : "", date ? date : "") < 0)
		abort();
	return s;
}

bool case_counts(const struct case_result *c)
{
	return c->there && c->age <= OF_COMMIT;
}

static unsigned int words_of(const char *s, char sep)
{
	unsigned int n = *s != 0;

	for (; *s; s++)
		n += *s == sep && s[1];
	return n;
}

/* The ids are of all sets, of all but the last, and so on to the first alone. */
static unsigned int sets_of(const struct input *in, const char *id)
{
	unsigned int sets = words_of(in->names, ' '), left = sets;
	const char *at = in->now.series;
	size_t len = strlen(id);

	if (!sets || words_of(at, '\n') != sets)
		return 0;
	while (left && (strcspn(at, "\n") != len || strncmp(at, id, len))) {
		at += strcspn(at, "\n");
		at += *at == '\n';
		left--;
	}
	return left;
}

const char *series_sets(const struct input *in, const char *id)
{
	unsigned int left = sets_of(in, id);
	const char *end = in->names;
	char *s;

	if (!left)
		return NULL;
	for (unsigned int i = 0; i < left; i++)
		end += i ? 1 + strcspn(end + 1, " ") : strcspn(end, " ");
	if (asprintf(&s, "%s %.*s%s", left == 1 ? "set" : "sets",
		     (int)(end - in->names), in->names,
		     *end ? ", without the others" : "") < 0)
		abort();
	return s;
}

const char *series_named(const struct input *in, const char *id)
{
	const char *sets = series_sets(in, id);
	char *s;

	if (!sets)
		return id;
	if (asprintf(&s, "%s (%s)", id, sets) < 0)
		abort();
	return s;
}
