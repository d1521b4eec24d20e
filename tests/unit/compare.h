/* SPDX-License-Identifier: GPL-2.0-only */
/* Results made by hand, and commands of ibrs-report tried on them. */
#ifndef UNIT_COMPARE_H
#define UNIT_COMPARE_H

#include <stdbool.h>
#include <stdio.h>

#include "rules/record.h"

extern char dir[];		/* where all of it is */

/* "dir/<name>", never freed. */
char *path(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A file there; its directory is made. */
FILE *create(const char *name);
void put(const char *name, const char *text);
/* What a file there holds, "" when there is none. */
const char *text_of(const char *name);

/* One record of rig.tsv: "-" or 0 where @value sets nothing. */
void record(FILE *f, enum record rec, const char * const *value);

void ok(bool good, const char *name, const char *shown);
/* One case: @cmd ends with @status, and a line of its output is as @pattern. */
void gives(const char *name, int status, const char *pattern,
	   int (*cmd)(int argc, char **argv), char **argv);
#define GIVES(name, status, pattern, cmd, ...) \
	gives(name, status, pattern, cmd, (char *[]){ #cmd, __VA_ARGS__, NULL })
/* One case: a line of a file there is as @pattern. */
void leaves(const char *name, const char *file, const char *pattern);

/* compare-*.c */
void anchor(void);
void cost(void);
void switches(void);
void guests(void);
void speed(void);
void coverage(void);
void unwinds(void);
void seeded(void);
void control(void);
void numbers(void);
void map(void);
void by_judges(void);
void longs(void);
void counts(void);		/* counts.c */

#endif
