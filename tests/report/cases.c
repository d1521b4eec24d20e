// SPDX-License-Identifier: GPL-2.0-only
/* Reading tests/cases.cfg; its form is told in cases.h. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"

#define MAX_SETS	32
#define BLANKS		" \t\r\n"

static struct set {
	char *name, *value;
} sets[MAX_SETS];
static unsigned int nsets;

static __attribute__((format(printf, 3, 4)))
void error(struct cases *c, unsigned int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "error: %s:%u: ", c->path, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	c->errors++;
}

static void *more(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p) {
		fputs("error: no memory\n", stderr);
		exit(2);
	}
	return p;
}

bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; len && (p = strstr(p, word)); p += len)
		if ((p == list || strchr(" \t", p[-1])) &&
		    strchr(" \t", p[len]))
			return true;
	return false;
}

const struct test_case *cases_find(const struct cases *c, const char *name)
{
	for (unsigned int i = 1; i < c->nr; i++)
		if (!strcmp(c->all[i].name, name))
			return &c->all[i];
	return NULL;
}

static void add_section(struct cases *c, char *name, unsigned int line)
{
	char *end = strchr(name, ']');

	if (!end || end[1] || end == name)
		error(c, line, "'[%s' is no [section]", name);
	name[strcspn(name, "]")] = 0;
	if (cases_find(c, name))
		error(c, line, "two cases named %s", name);
	if (!strcmp(name, "default") == !!c->nr)
		error(c, line, "[default] has to be the first section, once");
	c->all = more(c->all, (c->nr + 1) * sizeof(*c->all));
	c->all[c->nr] = (struct test_case){ .name = strdup(name),
					    .line = line };
	c->nr++;
}

static const struct set *set_named(const char *name, size_t len)
{
	for (unsigned int i = 0; i < nsets; i++)
		if (strlen(sets[i].name) == len &&
		    !strncmp(sets[i].name, name, len))
			return &sets[i];
	return NULL;
}

static void add_set(struct cases *c, char *name, char *value,
		    unsigned int line)
{
	if (nsets == MAX_SETS)
		error(c, line, "more than %d sets", MAX_SETS);
	else if (!*value || set_named(name, strlen(name)))
		error(c, line, "set %s is empty, or there already", name);
	else
		sets[nsets++] = (struct set){ strdup(name), strdup(value) };
}

static void add_value(struct cases *c, char *name, char *value,
		      unsigned int line)
{
	struct test_case *t = &c->all[c->nr - 1];
	enum case_key key = key_named(name);
	char buf[256];
	const char *wrong;

	if (key == NR_KEYS) {
		error(c, line, "unknown key '%s'", name);
		return;
	}
	if (t->value[key])
		error(c, line, "%s is set twice in [%s]", name, t->name);
	wrong = key_wrong(key, value, buf, sizeof(buf));
	if (wrong)
		error(c, line, "%s: %s", name, wrong);
	t->value[key] = strdup(value);
	t->at[key] = line;
}

static char *trim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && strchr(BLANKS, end[-1]))
		*--end = 0;
	return s + strspn(s, BLANKS);
}

/* One whole line: a section's name, or a key and its value. */
static void read_entry(struct cases *c, char *s, unsigned int line)
{
	static bool in_sets;
	char *eq = strchr(s, '=');
	char *name;

	if (*s == '[') {
		in_sets = !strcmp(s, "[sets]");
		if (!in_sets)
			add_section(c, s + 1, line);
		return;
	}
	if (!eq || (!c->nr && !in_sets)) {
		error(c, line, "'%s' is no [section] and no key = value", s);
		return;
	}
	*eq = 0;
	name = trim(s);
	if (in_sets)
		add_set(c, name, trim(eq + 1), line);
	else
		add_value(c, name, trim(eq + 1), line);
}

/* @entry and what goes on with it on the next line. */
static char *join(char *entry, const char *text)
{
	size_t len = strlen(entry);

	entry = more(entry, len + strlen(text) + 2);
	sprintf(entry + len, " %s", text);
	return entry;
}

static void read_lines(struct cases *c, FILE *f)
{
	char *line = NULL, *entry = NULL;
	unsigned int n = 0, at = 0;
	size_t cap = 0;

	while (getline(&line, &cap, f) > 0) {
		bool goes_on = entry && strchr(" \t", *line);
		char *s = trim(line);

		n++;
		if (goes_on && *s) {
			entry = join(entry, s);
			continue;
		}
		if (entry)
			read_entry(c, entry, at);
		free(entry);
		entry = *s && *s != '#' ? strdup(s) : NULL;
		at = n;
	}
	if (entry)
		read_entry(c, entry, at);
	free(entry);
	free(line);
}

/* The value of @key for @t as it is written, and the case that has it. */
static const char *written(const struct cases *c, const struct test_case *t,
			   enum case_key key, const struct test_case **from)
{
	for (*from = t; *from; *from = (*from)->like)
		if ((*from)->value[key])
			return (*from)->value[key];
	*from = &c->all[0];
	return c->all[0].value[key] ? c->all[0].value[key] : "";
}

/* @text, a list parted by commas, without the blanks. */
static void put_list(FILE *f, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(BLANKS, text[i]))
			fputc(text[i], f);
}

/* @value with each @set spelled out; one that is none stays as it is. */
static char *expand(const char *value)
{
	char *out = NULL;
	size_t len, size;
	FILE *f = open_memstream(&out, &size);

	for (const char *p = value; f && *p; p += len) {
		const struct set *s;

		len = strcspn(p, ",");
		s = *p == '@' ? set_named(p + 1, len - 1) : NULL;
		put_list(f, s ? s->value : p, s ? strlen(s->value) : len);
		if (p[len] == ',')
			fputc(p[len++], f);
		len += strspn(p + len, BLANKS);
	}
	if (!f || fclose(f))
		exit(2);
	return out;
}

const char *case_get(const struct cases *c, const struct test_case *t,
		     enum case_key key)
{
	const struct test_case *from;

	if (key == K_WHAT)
		return t->value[key] ? t->value[key] : "";
	if (key == K_REQUIRE || key == K_KNOWN || key == K_BREAKS)
		return expand(written(c, t, key, &from));
	return written(c, t, key, &from);
}

uint64_t case_num(const struct cases *c, const struct test_case *t,
		  enum case_key key)
{
	return strtoull(case_get(c, t, key), NULL, 0);
}

/* Follows `like', which has to end. */
static void resolve(struct cases *c, struct test_case *t)
{
	const char *name = t->value[K_LIKE];
	const struct test_case *p;

	if (!name)
		return;
	p = cases_find(c, name);
	if (!p) {
		error(c, t->at[K_LIKE], "like: no case '%s'", name);
		return;
	}
	for (; p && p != t; p = p->like)
		;
	if (p)
		error(c, t->at[K_LIKE], "like: %s is like itself", t->name);
	else
		t->like = cases_find(c, name);
}

/* What can be said only when all of the file is known. */
static void check_case(struct cases *c, const struct test_case *t)
{
	static const enum case_key named[] = { K_SAME, K_WHOLE };
	const char *wrong;
	char buf[256];

	for (unsigned int i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (t->value[named[i]] && *t->value[named[i]] &&
		    !cases_find(c, t->value[named[i]]))
			error(c, t->at[named[i]], "%s: no case '%s'",
			      key_name(named[i]), t->value[named[i]]);
	/* one alone has a sibling that never comes */
	if (case_num(c, t, K_THREADS) == 2 && case_num(c, t, K_SMP) % 2 &&
	    case_num(c, t, K_SMP) > 1)
		error(c, t->line, "threads: no two in each core of [%s]", t->name);
	if (!*case_get(c, t, K_WHAT))
		error(c, t->line, "[%s] has no line \"what = ...\"", t->name);
	wrong = key_wrong(K_REQUIRE, case_get(c, t, K_REQUIRE), buf,
			  sizeof(buf));
	if (wrong)
		error(c, t->at[K_REQUIRE], "require: %s", wrong);
	for (const char *p = t->value[K_REQUIRE]; p && (p = strchr(p, '@'));
	     p++) {
		size_t len = strcspn(p + 1, ",");

		if ((p == t->value[K_REQUIRE] || p[-1] == ',') &&
		    !set_named(p + 1, len))
			error(c, t->at[K_REQUIRE], "require: no set '%.*s' in "
			      "[sets]", (int)len, p + 1);
	}
}

const struct cases *cases_read(void)
{
	static struct cases c;
	FILE *f;

	if (c.path)
		return c.errors ? NULL : &c;
	c.path = getenv("IBRS_CASES");
	if (!c.path)
		c.path = "tests/cases.cfg";
	f = fopen(c.path, "r");
	if (!f) {
		fprintf(stderr, "error: %s: %s\n", c.path, strerror(errno));
		c.errors++;
		return NULL;
	}
	read_lines(&c, f);
	fclose(f);
	if (!c.nr)
		error(&c, 1, "no section");
	for (unsigned int i = 1; i < c.nr; i++)
		resolve(&c, &c.all[i]);
	for (unsigned int i = 1; i < c.nr; i++)
		check_case(&c, &c.all[i]);
	return c.errors ? NULL : &c;
}
