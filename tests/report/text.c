// SPDX-License-Identifier: GPL-2.0-only
/*
 * A text with blocks in it. A block stands between two lines, which may be
 * indented:
 *
 *	[counted: <block>]		<!-- counted: <block> -->
 *	[end counted]			<!-- end counted -->
 *
 * the second form where a reader of the page should not see them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/compare.h"
#include "report/numbers.h"

/* Is the line at @s of @len bytes a mark? "" ends a block. NULL for no. */
static char *mark(const char *s, size_t len)
{
	static const char * const form[] = {
		" [counted: %63[a-z0-9-]]%n", " <!-- counted: %63[a-z0-9-] -->%n",
		" [end counted]%n", " <!-- end counted -->%n",
	};
	char line[128], name[64];

	snprintf(line, sizeof(line), "%.*s", (int)len, s);
	for (size_t i = 0; i < 4; i++) {
		int n = 0;

		*name = 0;
		if (i < 2)
			sscanf(line, form[i], name, &n);
		else
			sscanf(line, form[i], &n);
		if (n && (size_t)n == len)
			return strdup(name);
	}
	return NULL;
}

/* Something more in the line, and the block would be compared no more. */
static bool like_a_mark(const char *s)
{
	static const char * const form[] = {
		"[counted", "[end counted", "<!-- counted", "<!-- end counted",
	};

	s += strspn(s, " \t");
	for (size_t i = 0; i < 4; i++)
		if (!strncasecmp(s, form[i], strlen(form[i])))
			return true;
	return false;
}

static int bad(const struct text *t, unsigned int line, const char *what)
{
	return say(W_FAIL, "%s:%u: %s", t->path, line, what);
}

static int find_places(struct text *t, bool patch)
{
	struct place *open = NULL;
	unsigned int line = 0;
	size_t len;

	for (char *s = t->s; *s; s += len) {
		char *name;

		line++;
		len = strcspn(s, "\n");
		if (patch && len == 3 && !strncmp(s, "---", 3))
			break;
		name = mark(s, len);
		if (!name && like_a_mark(s))
			return bad(t, line, "no mark of a block, but like one: "
				   "as Documentation/results/blocks.txt has "
				   "them, please");
		len += s[len] == '\n';
		if (!name)
			continue;
		if (!*name && !open)
			return bad(t, line, "the end of a block that has no "
				   "beginning");
		if (*name && open)
			return bad(t, line, "a block in a block");
		if (!*name) {
			open->to = s - t->s;
			open = NULL;
			continue;
		}
		t->place = reallocarray(t->place, t->nplaces + 1,
					sizeof(*t->place));
		if (!t->place)
			abort();
		open = &t->place[t->nplaces++];
		*open = (struct place){ .name = name, .line = line + 1,
					.from = s + len - t->s };
	}
	return open ? bad(t, open->line - 1, "a block that has no end") : 0;
}

int text_read(struct text *t, const char *path)
{
	const char *dot = strrchr(path, '.');
	FILE *f = fopen(path, "r");
	struct stat st;

	*t = (struct text){ .path = path };
	if (!f || fstat(fileno(f), &st) || !S_ISREG(st.st_mode))
		return say(W_ERROR, "%s: %s", path, f ? "no ordinary file" :
			   strerror(errno));
	t->s = calloc(1, st.st_size + 1);
	t->size = t->s ? fread(t->s, 1, st.st_size, f) : 0;
	fclose(f);
	if (t->size != (size_t)st.st_size || strlen(t->s) != t->size)
		return say(W_ERROR, "%s: cannot be read, or is no text", path);
	return find_places(t, dot && !strcmp(dot, ".patch"));
}

/* Complete, or as it was. */
int text_put(struct text *t, size_t at, char **lines)
{
	const struct place *p = &t->place[at];
	const char *base = strrchr(t->path, '/');
	char *dir = base ? strndup(t->path, base - t->path) : strdup(".");
	char *new = NULL;
	size_t size;
	struct out o;
	FILE *f = open_memstream(&new, &size);

	if (!f || !dir)
		abort();
	fwrite(t->s, 1, p->from, f);
	for (; *lines; lines++)
		fprintf(f, "%s\n", *lines);
	fputs(t->s + p->to, f);
	fclose(f);
	if (!out_open(&o, dir, base ? base + 1 : t->path))
		return 2;
	fwrite(new, 1, size, o.f);
	if (out_close(&o))
		return 2;
	free(dir);
	return text_read(t, t->path);
}
