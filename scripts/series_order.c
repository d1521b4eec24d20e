// SPDX-License-Identifier: GPL-2.0-only
/* A new list of patches under the comments and sets of the old one. */
#include <string.h>

#include "series.h"

/* known: its place in @s, or -1: the number is no part of the name */
static int known(const struct series *s, const char *name)
{
	for (unsigned int i = 0; i < s->n; i++)
		if (!strcmp(slug(s->patches[i].name), slug(name)))
			return (int)i;
	return -1;
}

static bool is_comment(const char *line)
{
	return !*line || *line == '#';
}

/* gone: so many of its set, in front of that one, are in @now no more */
static unsigned int gone(const struct series *old, int place,
			 const struct series *now)
{
	unsigned int count = 0;

	for (int i = place - 1; i >= 0 &&
	     old->patches[i].set == old->patches[place].set; i--, count++)
		if (known(now, old->patches[i].name) >= 0)
			return count;
	return count;
}

/* assign: each patch of @now has its set of @old; the unknown, see above. */
static void assign(const struct series *old, struct series *now)
{
	int set = old->n_sets ? 0 : -1;
	unsigned int from = 0;	/* the first without one */

	for (unsigned int i = 0; i < now->n; i++) {
		int place = known(old, now->patches[i].name), next;
		unsigned int taken;

		if (place < 0)
			continue;
		next = old->patches[place].set;
		taken = next != set ? gone(old, place, now) : 0;
		for (; from < i; from++)
			now->patches[from].set =
				from + taken >= i ? next : set;
		now->patches[from++].set = set = next;
	}
	for (; from < now->n; from++)
		now->patches[from].set = set;
}

/* comments: what @lines has above a patch, but for lines of sets */
static void comments(char **lines, unsigned int head, unsigned int n,
		     const char *name)
{
	for (unsigned int k = head; k < n; k++) {
		unsigned int above = k;

		if (is_comment(lines[k]) || strcmp(slug(lines[k]), slug(name)))
			continue;
		while (above > head && is_comment(lines[above - 1]))
			above--;
		for (; above < k; above++) {
			/* The blank line above that of a set is its own. */
			if (!starts(lines[above], SET) &&
			    (*lines[above] || !starts(lines[above + 1], SET)))
				puts(lines[above]);
		}
	}
}

void order(const char *old_file, const char *new_file)
{
	static struct series old, now;
	static char *lines[LINES];
	unsigned int n = lines_of(old_file, lines, LINES), head = 0;
	int set = -1;

	read_series(old_file, &old);
	read_series(new_file, &now);
	assign(&old, &now);
	for (; head < n && *lines[head] == '#' && !starts(lines[head], SET);
	     head++)
		puts(lines[head]);
	for (unsigned int i = 0; i < now.n; i++) {
		if (now.patches[i].set != set) {
			set = now.patches[i].set;
			printf("\n" SET "%s\n", old.sets[set]);
		}
		comments(lines, head, n, now.patches[i].name);
		puts(now.patches[i].name);
	}
	/* A set that waits for its first patch keeps its line. */
	for (unsigned int i = 0; !now.n && i < old.n_sets; i++)
		printf("\n" SET "%s\n", old.sets[i]);
}
