// SPDX-License-Identifier: GPL-2.0-only
/* A series file, read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "series.h"

bool starts(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

unsigned int lines_of(const char *file, char **lines, unsigned int most)
{
	FILE *f = fopen(file, "r");
	unsigned int n = 0;
	size_t size = 0;
	char *line = NULL;

	if (!f)
		stop(file, strerror(errno));
	for (; getline(&line, &size, f) >= 0; line = NULL, size = 0) {
		if (n == most)
			stop(file, "too many lines");
		line[strcspn(line, "\n")] = 0;
		lines[n++] = line;
	}
	fclose(f);
	return n;
}

const char *slug(const char *name)
{
	size_t n = strspn(name, "0123456789");

	return n && name[n] == '-' ? name + n + 1 : name;
}

void read_series(const char *file, struct series *s)
{
	static char *lines[LINES];
	unsigned int n = lines_of(file, lines, LINES);

	s->n = s->n_sets = 0;
	for (unsigned int i = 0; i < n; i++) {
		char *line = lines[i];

		if (starts(line, SET)) {
			s->sets[s->n_sets++] = line + strlen(SET);
			continue;
		}
		line[strcspn(line, "#")] = 0;
		while (*line && strchr(" \t", line[strlen(line) - 1]))
			line[strlen(line) - 1] = 0;
		if (!*line)
			continue;
		s->patches[s->n].name = line;
		s->patches[s->n++].set = (int)s->n_sets - 1;
	}
}

/* set_size: how many patches a set has, and the number of the first, from 1 */
unsigned int set_size(const struct series *s, unsigned int set,
		      unsigned int *first)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < s->n; i++)
		if (s->patches[i].set == (int)set && !count++ && first)
			*first = i + 1;
	return count;
}
