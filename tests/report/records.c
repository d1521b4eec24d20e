// SPDX-License-Identifier: GPL-2.0-only
/* Records of what was counted: key, tab, value; "#" begins a comment. */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/compare.h"
#include "report/numbers.h"

const char *record_get(const struct num_record *r, const char *key)
{
	for (size_t i = 0; r && i < r->n; i++)
		if (!strcmp(r->key[i], key))
			return r->value[i];
	return NULL;
}

struct num_record *record_named(const struct num_records *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->r[i].name, name))
			return &all->r[i];
	return NULL;
}

bool record_same(const struct num_record *a, const struct num_record *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const char *other = record_get(b, a->key[i]);

		if (!other || strcmp(other, a->value[i]))
			return false;
	}
	return true;
}

/* What each has to say of itself; a run that differs each time also its day. */
static const char *lacks(const struct num_record *r)
{
	static const char * const head[] = {
		"record", "kind", "command", "series", "with", "commit", "date",
	};
	const char *kind = record_get(r, "kind");
	bool run = kind && !strcmp(kind, "run");

	if (kind && !run && strcmp(kind, "exact"))
		return "kind, exact or run,";
	for (size_t i = 0; i < (run ? 7 : 5); i++)
		if (!record_get(r, head[i]))
			return head[i];
	return strcmp(r->name, record_get(r, "record")) ? "its own name" : NULL;
}

static int bad(const char *path, size_t line, const char *what)
{
	return say(W_ERROR, "%s:%zu: %s: git checkout it, or make results",
		   path, line, what), -1;
}

static int read_one(struct num_record *r, const char *path)
{
	char **line = lines_read(path), *field[2];
	size_t room = 0;

	if (!line)
		return say(W_ERROR, "%s: %s", path, strerror(errno)), -1;
	*r = (struct num_record){ .path = strdup(path) };
	r->name = strdup(strrchr(path, '/') + 1);
	r->name[strlen(r->name) - strlen(".tsv")] = 0;
	while (line[room])
		room++;
	r->key = calloc(room + 1, sizeof(*r->key));
	r->value = calloc(room + 1, sizeof(*r->value));
	for (size_t i = 0; line[i]; i++) {
		if (!*line[i] || *line[i] == '#')
			continue;
		if (fields(line[i], field, 2) != 2 || !*field[0] || !*field[1])
			return bad(path, i + 1, "no key and value");
		if (record_get(r, field[0]))
			return bad(path, i + 1, "a key that was there already");
		r->key[r->n] = field[0];
		r->value[r->n++] = field[1];
	}
	if (lacks(r))
		return say(W_ERROR, "%s does not say %s", path, lacks(r)), -1;
	return 0;
}

int records_read(struct num_records *all, const char *dir)
{
	glob_t g;

	*all = (struct num_records){ .n = 0 };
	if (access(path_in(dir, "."), R_OK | X_OK))
		return say(W_ERROR, "%s: %s", dir, strerror(errno)), -1;
	if (glob(path_in(dir, "*.tsv"), 0, NULL, &g))
		return 0;
	all->r = calloc(g.gl_pathc, sizeof(*all->r));
	for (size_t i = 0; i < g.gl_pathc; i++)
		if (read_one(&all->r[all->n++], g.gl_pathv[i]))
			return -1;
	globfree(&g);
	return 0;
}
