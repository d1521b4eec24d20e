/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records: the numbers of finished results, each in a small file of keys and
 * values, from which the tables of the documents are rendered (counts.c says
 * what is in one).  A record is made of whole results or not at all.
 */
#ifndef REPORT_COUNTS_H
#define REPORT_COUNTS_H

#include <stdbool.h>
#include <stdio.h>

#include "report/result.h"

#define MAX_SOURCES	1024
#define WHY		512

/*
 * By what a result is known again: the keys that made_by of scripts/work.sh
 * leaves in a run's run.tsv or in a made.tsv.  "" for one that is not there.
 */
struct made {
	char *series, *commit, *date, *gcc, *qemu;
	char *judges;		/* scripts/judges.c */
	char *set;		/* what was not as by default */
	char *image;		/* of a run of the entry image: its hash */
	char *debian;		/* of a run of Debian's kernel: its version */
};

struct source {
	const char *name;	/* a case, or a directory that has a made.tsv */
	struct made made;
	struct result *run;	/* of a case */
};

/* counts.c: the cases whose runs @record is made of, "a b"; NULL: of none. */
const char *counts_cases(const char *record);

/* One record in the making. */
struct counts {
	const char *results;	/* build/results */
	const char *series, *image;	/* that the results have to be of */
	struct source source[MAX_SOURCES];
	unsigned int nsources;
	FILE *f;
	char why[WHY];		/* why it cannot be made */
};

/* counts-made.c */
/* A line of the record: "key\tvalue". */
void emit(struct counts *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* There is no record, for that reason; false. */
bool lacks(struct counts *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Adds the run of the case @name, or the results in the directory @name: whole,
 * PASS, and of what @c asks for.  False, with the reason in @c, when not.
 */
bool source_case(struct counts *c, const char *name);
bool source_directory(struct counts *c, const char *name);
/* Adds the mutants that were run, each of which is a directory. */
bool source_mutants(struct counts *c, const char *name);	/* counts-judges.c */
bool source_long(struct counts *c, const char *name);	/* long.c */
/* The run of the case @name, which is a source of the record. */
const struct result *run_of(const struct counts *c, const char *name);
/* The value of @key in the file of keys @dir/@file; NULL when it has none. */
const char *made_key(const struct counts *c, const char *dir, const char *file,
		     const char *key);
/* record, kind, ..., up to the first count. */
bool emit_head(struct counts *c, const char *record, bool exact,
	       const char *command);

/*
 * What the records are made of: counts.c has the table. False, with the reason,
 * when it is not all there.
 */
bool count_windows(struct counts *c);		/* counts-paths.c */
bool count_device(struct counts *c);
bool count_anchor(struct counts *c);
bool count_cost(struct counts *c);
bool count_switch(struct counts *c);		/* cost-switch.c */
bool count_runs(struct counts *c);		/* counts-sweep.c */
bool count_sweeps(struct counts *c);
bool count_idle(struct counts *c);
bool count_control(struct counts *c);
bool count_repeat(struct counts *c);
bool count_image(struct counts *c);
/* A line of @key: thousand millions of @insns, as in "5.5". */
void emit_insns(struct counts *c, const char *key, uint64_t insns);
bool count_long(struct counts *c);		/* long.c */
bool count_unwind(struct counts *c);		/* counts-proof.c */
bool count_speed(struct counts *c);
bool count_image_mutants(struct counts *c);
bool count_seeded(struct counts *c);
bool count_seeded_debian(struct counts *c);
bool count_mutants(struct counts *c);
bool count_mutant_judges(struct counts *c);		/* counts-judges.c */
bool count_checker(struct counts *c);
bool count_matrix(struct counts *c);
bool count_debian(struct counts *c);
bool count_nops(struct counts *c);
bool count_judged_rig(struct counts *c);		/* counts-map.c */
bool count_judged_check(struct counts *c);
bool count_judged_image(struct counts *c);
bool count_evidence(struct counts *c);

/*
 * For the map of the proof: what the faults of the entry image in @dir have shown;
 * and the series' mutants: a line of mutants.tsv each, rules without parts that
 * broke in its run, the kind that was the first, and what ibrs-check found.
 */
bool emit_image_shown(struct counts *c, const char *dir);
void mutant_shown(char **f);
void emit_mutants_shown(struct counts *c);

#endif
