/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the page is made of: result files alone, all of them below the current
 * directory.  tests/report reads rig.tsv and gives the words.
 */
#ifndef PAGE_INPUT_H
#define PAGE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "report/map.h"
#include "report/numbers.h"
#include "report/result.h"

#define RESULTS		"build/results"
#define RECORDS		"Documentation/results"
#define REPORT		"build/report"
#define SUMMARY		"build/check.summary"

/* collect.c leaves them in REPORT. */
#define MADE		"made.tsv"	/* what is there now */
#define INSNS		"insns.tsv"	/* ibrs-check --insns */
#define PATHS		"paths.txt"	/* ibrs-check --path of each entry point */
#define PATHS_HEAD	"entry\t"	/* ahead of each, and its name */

enum age {
	OF_NOW,
	OF_COMMIT,		/* another commit, by the same judges */
	OF_JUDGES,		/* by judges that were others */
	OF_SERIES,		/* of another series: no result of this one */
	OF_NOBODY,		/* does not say what it was made of */
	NR_AGES,
};

struct case_result {
	const char *name, *why;
	const char *series, *commit, *judges, *date, *gcc, *qemu;
	const char *kernel, *model;	/* as tests/cases.cfg has it */
	enum word word;
	enum age age;
	bool there, wanted;	/* wanted: make check runs it */
	enum word rule[NR_RULES];
	bool has[NR_RULES];
};

struct part_result {		/* of make check */
	char *name, *why;
	enum word word;
	unsigned int seconds;
};

struct input {
	struct map_now now;
	const char *names, *commit, *base, *url, *authors, *patches;
	struct num_records records;
	struct case_result *c;
	unsigned int ncases;
	struct part_result *part;
	unsigned int nparts;
};

/* 0, or the exit status, with one line on stderr. */
int input_read(struct input *in);
const struct case_result *case_of(const struct input *in, const char *name);
/* A run whose numbers are of what is judged; else NULL, and why in @why. */
const struct result *input_run(const struct input *in, const char *name,
			       char *why, size_t len);
/* Is @r a record of this series?  In @why what it is, else. */
bool input_record(const struct input *in, const struct num_record *r,
		  char *why, size_t len);
/* Does it count: is it of this series, and by these judges? */
bool case_counts(const struct case_result *c);
/* "966ae537649f (set entry alone)"; an id that is not of here as it is. */
const char *series_named(const struct input *in, const char *id);
/* "sets entry beyond" of that; NULL: it is not of here. */
const char *series_sets(const struct input *in, const char *id);
/* "command, series, commit, date" of a record: where a number comes from. */
const char *record_source(const struct input *in, const struct num_record *r);

/* collect.c: what is there now, and what the checker lists, to files in REPORT. */
int collect(void);

#endif
