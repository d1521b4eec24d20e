/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_MUTANT_H
#define REPORT_MUTANT_H

#include <stdbool.h>

#include "report/numbers.h"

/* What "mutant judge" leaves of one in verdict.tsv, a line of these. */
enum verdict_column {
	V_NAME, V_WORD, V_CASE, V_EXPECT,
	V_FIRST,		/* "R4:kind", or "R11" without an event */
	V_PLACE,
	V_BROKEN,		/* rules of the run, parted by blanks */
	V_FOUND,		/* rules of ibrs-check's findings */
	V_SECONDS,
	V_CLEAR,		/* "clear": C ran so; "set"; "-" without a run */
	V_SELF,			/* bad rows; "-" for none; "": not asked */
	V_WHY,			/* not in mutants.tsv */
	V_COLUMNS
};

/* Did one of @rules, with commas, break, or, for "-", nothing? */
bool image_seen(const char *rules, const char *broken);
/*
 * A line "# breaks <judge> R<n>[:part] @name" for each that the run in @dir has
 * broken: rig, where @broken has the rule, and image, by its own checks.
 */
void image_shows(const char *name, const char *dir, const char *broken);

/*
 * The lines of block @name of a document, NULL behind the last; NULL when it is
 * not the table of mutants and judges.  Without the record it is a line that says so.
 */
char **mutant_lines(const char *name, const struct num_records *records);

#endif
