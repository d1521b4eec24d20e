/* SPDX-License-Identifier: GPL-2.0-only */
/* What IBRS adds to each path, ours beside mainline's: the table of anchor.c. */
#ifndef REPORT_ANCHOR_H
#define REPORT_ANCHOR_H

#include "report/result.h"

enum { MAINLINE, OURS, SIDES };
enum { ANCHOR_MODES = 2 };	/* pti, nopti */

struct side {
	const struct result *on, *off;
};

/* What IBRS adds to a crossing: on less off. Accesses in hundredths. */
struct added {
	bool there;
	bool steady;		/* least and typical length grew alike */
	int64_t insns;
	long rd, wr, both;
	uint64_t in, out;	/* the windows, as they are */
};

struct line {
	const char *mode, *path, *word;
	struct added by[SIDES];
};

struct table {
	struct line line[2 * MAX_ROWS];
	size_t n;
	struct side side[ANCHOR_MODES][SIDES];
};

/* From the runs in @results; 0, or the exit status when some are not there. */
int anchor_read(struct table *t, const char *results);
/* What IBRS adds to @path on one side; not there: too few crossings took it. */
struct added anchor_added(const struct side *s, const char *path);
/* How many paths both have; *@behind: on how many of them ours is behind. */
size_t anchor_paths(const struct table *t, size_t *behind);
/* The paths where ours takes fewer accesses, each once, by name: " A B". */
const char *anchor_fewer(const struct table *t);

#endif
