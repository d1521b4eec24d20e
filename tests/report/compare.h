/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the commands share that set finished runs, or a run and an image,
 * beside each other.  They read rig.tsv by result_read() alone, and of an
 * image what ibrs-check lists.
 */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "report/result.h"

/*
 * The run at @results/@name, its console aside.  NULL when there is none, or,
 * which is said on stderr, when it is cut short.
 */
struct result *run_read(const char *results, const char *name);
/* Has the run at @results/@name left counts, whole or not? */
bool run_there(const char *results, const char *name);
/* The row of path @name, NULL when no crossing took it. */
const struct row *row_named(const struct result *r, const char *name);
/* ... or that one, where a level that was left open has broken a rule on it. */
const struct row *row_any(const struct result *r, const char *name);

/* "@dir/@name", never freed. */
char *path_in(const char *dir, const char *name);

/*
 * All lines of a file, without their ends, NULL behind the last.  NULL, with
 * errno, when it cannot be read.
 */
char **lines_read(const char *path);
/* Cuts @line at its tabs; returns how many of @field are set, @most at most. */
unsigned int fields(char *line, char **field, unsigned int most);

/*
 * A result file: complete or not there.  out_close() returns -1, and says
 * why, when not all could be written; then the old file stays.
 */
struct out {
	FILE *f;
	char path[4096], part[4102];
};
FILE *out_open(struct out *o, const char *dir, const char *name);
int out_close(struct out *o);
/* Writes a file to stdout as well. */
void out_show(const struct out *o);

/*
 * Leaves @dir/@part.verdict, a word, a tab and why, which ibrs-report judge takes
 * into the word of the case.  Returns the exit status.
 */
int part_verdict(const char *dir, const char *part, enum word w,
		 const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The number of the feature @name in a cpufeatures.h; -1 when it has none. */
long feature_number(const char *header, const char *name);

/* The last line of a command, in the form of that word; its exit status. */
int say(enum word w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
