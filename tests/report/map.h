/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The map of the proof: each rule, and each part of one, by each judge: how often
 * it was asked in the last recorded runs, and what shows that it can fail.
 */
#ifndef REPORT_MAP_H
#define REPORT_MAP_H

#include "report/numbers.h"
#include "rules/words.h"

/* The records of counts, and those of what shows that a rule can fail. */
#define MAP_COUNTS	"judged-"	/* and the name of the judge */

/*
 * The lines of block @name of a document, NULL behind the last; NULL when it is
 * none of the map's.  Names of streams, fixtures and the like that are gone from
 * tests/, below the current directory, are left out.
 */
char **map_lines(const char *name, const struct num_records *records);

/*
 * Is block @name one of the map?  It shows the records as they are kept: what is
 * counted anew has another day, and judges that may be others.
 */
bool map_block(const char *name);

/* What is there: ids of the series, one to a line, and the judges' (scripts). */
struct map_now {
	const char *series, *judges;
};

/*
 * A cell: rule or part by rule or part, and in each judge by judge.  @word is W_NR
 * where that judge cannot judge it.
 */
struct map_cell {
	char name[40];			/* "R9:offline" */
	const char *judge;		/* "instrument" */
	const char *count;		/* digits, NULL for none */
	char shown[256];		/* "4 streams, 1 mutant" */
	char why[256];			/* of each word but W_PASS */
	enum word word;
};

/* Cell @n of all; false behind the last. */
bool map_cell(struct map_cell *to, unsigned int n, const struct map_now *now,
	      const struct num_records *records);

/* Is @id in @list, an id to a line? */
bool map_listed(const char *list, const char *id);
/* Does "rig 12ab check 34cd" have the same id behind @judge on both sides? */
bool map_same_judge(const char *a, const char *b, const char *judge);

#endif
