/* SPDX-License-Identifier: GPL-2.0-only */
/* A run made by hand, and what one thing changed in it does to its word. */
#ifndef UNIT_REPORT_H
#define UNIT_REPORT_H

#include "report/result.h"

struct report_test {
	const char *name;
	void (*change)(void);
	enum word run;
	unsigned int rule;	/* and the word of one rule */
	enum word word;
};

extern struct result r;
extern struct options o;

/* Breaks a rule. */
void broken(void);

/* report-sweep.c and the like, ended by a NULL name */
extern const struct report_test sweep_tests[], parts_tests[], guest_tests[],
				breaks_tests[];

#endif
