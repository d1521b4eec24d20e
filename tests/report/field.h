/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/field.cfg: what is known of kernels that nobody here wrote. "field" and
 * "matrix" read it; nobody else says what Debian's have.
 */
#ifndef REPORT_FIELD_H
#define REPORT_FIELD_H

#include <stdbool.h>

#define MAX_KNOWN	64
#define MAX_KERNELS	32	/* of a section */
#define MAX_SECTIONS	32
#define RUN_OF_FIELD	"judge"	/* the case whose kinds are compared */

enum verdict_of {		/* in the order of field.c's names */
	V_REAL, V_COST, V_LETTER, V_LIMIT, NR_VERDICTS,
};

enum by { BY_CHECKER, BY_RUN };

struct known {
	enum by by;
	char *what;		/* "R5 end_repeat_nmi", "R5:kind" */
	enum verdict_of verdict;
	bool hit;
};

struct section {
	char *name, *in_short, *booted, *built, *tree;
	char *kernel[MAX_KERNELS];	/* release, and Debian's version */
	unsigned int nkernels;
	struct known known[MAX_KNOWN];
	unsigned int nknown;
};

struct field {
	struct section section[MAX_SECTIONS];
	unsigned int n;
};

/* NULL, and why is said: a table half understood would know too little. */
struct field *field_read(void);
/* The section that lists @kernel, NULL where none does. */
struct section *field_of(struct field *f, const char *kernel);
/* Tells what of @what is not known to @s, and what of @s is not there; how many. */
unsigned int field_compare(struct section *s, const char *name, enum by by,
			   char *const *what, unsigned int n);

#endif
