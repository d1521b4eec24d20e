/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_MUTANT_READ_H
#define REPORT_MUTANT_READ_H

#include <stdbool.h>

#define TEXT	512

/* What the kernel's self-check has to say: see mutant_read.c. */
enum self {
	SELF_UNASKED,		/* for what @self_says, or as the mutant is static */
	SELF_BAD,		/* of one of the paths in @self_says */
	SELF_BLIND,		/* nothing, for what @self_says */
};

struct mutant {
	char name[TEXT];
	char what[TEXT], expect[TEXT], run[TEXT], stat[TEXT], dyn[TEXT];
	char says[TEXT], self_line[TEXT], image[TEXT];
	enum self self;
	const char *self_says;
	const char *kernel, *mode;	/* of its case */
};

/* What stands above the diff in @path; -1 and a line where that is wrong. */
int read_mutant(struct mutant *m, const char *path);
/* The compiler or linker has to refuse it, by what it says. */
bool is_unbuilt(const struct mutant *m);

/* ibrs-report mutant list and plan */
int mutant_list(int argc, char **argv);
int mutant_plan(int argc, char **argv);

#endif
