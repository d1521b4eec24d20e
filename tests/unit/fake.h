/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For the tests of scripts/ in C: commands in the fake project (tests/unit/
 * project makes it: below T, p is its copy and tree a kernel of three files),
 * what they have to say, and KTAP lines.
 */
#ifndef UNIT_FAKE_H
#define UNIT_FAKE_H

#include <stdbool.h>

#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* where: a name below T, for a while (eight calls) */
PRINTF(1, 2) const char *where(const char *fmt, ...);
bool there(const char *name);
void put(const char *name, const char *text);
void append(const char *name, const char *text);
/* change: @from, which has to be there once, becomes @to */
void change(const char *name, const char *from, const char *to);

/* sh: a command in T/p, its output in T/out; gives its exit status */
PRINTF(1, 2) int sh(const char *fmt, ...);
/* must: one that prepares a case; where it fails nothing is worth saying */
PRINTF(1, 2) void must(const char *fmt, ...);

/* ok: one case */
PRINTF(2, 3) bool ok(bool good, const char *fmt, ...);
/*
 * gives: one case: that exit status, a line of the output that matches (or
 * NULL), and not more than one error or SKIP.
 */
PRINTF(4, 5) bool gives(const char *name, int status, const char *pattern,
			const char *fmt, ...);
void untried(const char *name, const char *why);

/* steps: a case for each row, in their order */
struct step {
	const char *name;
	int status;
	const char *pattern, *command;
};
void steps(const struct step *step, unsigned int n);

/* found, said: so many lines of a file, of the last output, match */
unsigned int found(const char *name, const char *pattern);
unsigned int said(const char *pattern);

/* begin, end: first and last of main() */
void begin(int argc, char **argv);
int end(void);

#endif
