// SPDX-License-Identifier: GPL-2.0-only
/* Reading what "ibrs-check --path" printed of each entry point. */
#include <stdlib.h>
#include <string.h>

#include "page/code.h"
#include "report/compare.h"

static const char * const ibrs[] = { "found", "SET", "clear", "found1", "found0" };

static bool is_ibrs(const char *s)
{
	for (size_t i = 0; i < sizeof(ibrs) / sizeof(ibrs[0]); i++)
		if (!strcmp(s, ibrs[i]))
			return true;
	return false;
}

/* The next word of *@s, cut off; *@s is behind it and the blanks. */
static char *word(char **s)
{
	char *w = *s + strspn(*s, " ");

	*s = w + strcspn(w, " ");
	if (**s)
		*(*s)++ = 0;
	*s += strspn(*s, " ");
	return w;
}

static void add_step(struct walk *w, char *line)
{
	struct step s;

	for (int i = 0; i < NR_STATES; i++)
		s.state[i] = word(&line);
	s.name = word(&line);
	s.insn = line;
	w->step = reallocarray(w->step, w->n + 1, sizeof(*w->step));
	if (!w->step)
		abort();
	w->step[w->n++] = s;
}

static struct walk *add_walk(struct walks *all, char *entry)
{
	struct walk *w;

	all->w = reallocarray(all->w, all->n + 1, sizeof(*all->w));
	if (!all->w)
		abort();
	w = &all->w[all->n++];
	/* "nmi:kernel --via do_nmi" */
	entry[strcspn(entry, " ")] = 0;
	*w = (struct walk){ .entry = entry };
	return w;
}

/* A step has an IBRS of that column ahead of the others. */
static bool is_step(const char *line)
{
	char first[16];

	return sscanf(line, "%15s", first) == 1 && is_ibrs(first);
}

bool walks_read(struct walks *all, char *why, size_t len)
{
	char **line = lines_read(REPORT "/" PATHS);
	struct walk *w = NULL;

	*all = (struct walks){ .n = 0 };
	for (; line && *line; line++) {
		if (!strncmp(*line, PATHS_HEAD, strlen(PATHS_HEAD)))
			w = add_walk(all, *line + strlen(PATHS_HEAD));
		else if (w && is_step(*line))
			add_step(w, *line);
		else if (w && !w->n && strncmp(*line, "IBRS ", 5))
			w->failed = *line;
	}
	if (!all->n)
		snprintf(why, len, "there are no paths of the checker in " REPORT
			 ": make kernel, then make report");
	return all->n;
}

const struct walk *walk_of(const struct walks *all, const char *entry)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->w[i].entry, entry) && all->w[i].n)
			return &all->w[i];
	return NULL;
}

bool step_open(const struct step *s)
{
	return !strcmp(s->state[IBRS], "clear") ||
	       !strcmp(s->state[IBRS], "found0");
}
