/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of "series": what patches/ has (read), should have (form), in which order. */
#ifndef SERIES_H
#define SERIES_H

#include <stdbool.h>
#include <stdio.h>

#define LINES 1024
#define SET "# set: "

struct patch {
	char *name;
	int set;		/* its number in series.sets, or -1 */
};

/* series: what a series file lists */
struct series {
	struct patch patches[LINES];
	char *sets[LINES];
	unsigned int n, n_sets;
};

extern unsigned int failures;

__attribute__((format(printf, 1, 2))) void fail(const char *fmt, ...);
__attribute__((noreturn)) void stop(const char *what, const char *why);
bool starts(const char *line, const char *with);

/* series_read.c; lines_of: at most @most lines, without their ends; how many. */
unsigned int lines_of(const char *file, char **lines, unsigned int most);
void read_series(const char *file, struct series *s);
const char *slug(const char *name);	/* without the number */
unsigned int set_size(const struct series *s, unsigned int set,
		      unsigned int *first);

/* series_form.c */
void base(void);
void form(void);

/* series_order.c */
void order(const char *old_file, const char *new_file);

#endif
