/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers in texts: records of what was counted (in Documentation/results,
 * written by ibrs-report counts) and the blocks that show them in a text.
 */
#ifndef REPORT_NUMBERS_H
#define REPORT_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

struct num_record {
	char *name, *path;	/* "windows", its file */
	char **key, **value;
	size_t n;
};

struct num_records {
	struct num_record *r;
	size_t n;
};

/*
 * All *.tsv of @dir, by name.  -1 with one line on stderr when one cannot be
 * read, has a line that is no key and value, one key twice, or no heading.
 */
int records_read(struct num_records *all, const char *dir);
struct num_record *record_named(const struct num_records *all,
				const char *name);
/* NULL when @r, which may be NULL, has no such key. */
const char *record_get(const struct num_record *r, const char *key);
/* Do both say the same, whatever their order? */
bool record_same(const struct num_record *a, const struct num_record *b);

struct block;

struct blocks {
	struct block *b;
	size_t n;
	const char *path;
};

/* The file of blocks (its head has the form). -1 with one line on stderr. */
int blocks_read(struct blocks *all, const char *path);
/*
 * The lines of block @name with what @records say, NULL behind the last; NULL,
 * with one line on stderr, when there is no such block, or no such number.
 */
char **block_lines(struct blocks *all, const char *name,
		   const struct num_records *records);
/* The next block that no text has asked for, NULL when there is none left. */
const char *block_unused(const struct blocks *all);

/* A text as it is on disk, and where its blocks are. */
struct text {
	const char *path;
	char *s;
	size_t size;
	struct place {
		char *name;
		unsigned int line;	/* of its first line, from 1 */
		size_t from, to;	/* its lines, the marks not among them */
	} *place;
	size_t nplaces;
};

/*
 * 0; 1 when a mark has no other, 2 when it cannot be read: one line on stderr.
 * Of a patch only what is above its "---" is looked at.
 */
int text_read(struct text *t, const char *path);
/* The file anew with @lines in place @at; 0, or as above. */
int text_put(struct text *t, size_t at, char **lines);

#endif
