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

#endif
