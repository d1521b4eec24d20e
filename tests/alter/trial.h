/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel with other bytes in it, and what the checker says of that: each in a
 * process of its own, on a copy of the image in memory.
 */
#ifndef ALTER_TRIAL_H
#define ALTER_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;

/* len bytes at addr become these; NULL: all of them fill. */
struct patch {
	uint64_t addr;
	size_t len;
	const uint8_t *bytes;
	uint8_t fill;
};

/* What was said: findings, where legs end, uses; a line each, sorted. */
struct said {
	char **line;
	size_t n;
	bool verdict;		/* else it could not judge */
};

/*
 * How it is judged: in_use: only what is walked with IBRS in use. was: one
 * finding more than that has, of a rule among these (" R1 R2 "), is enough.
 */
struct how {
	bool in_use;
	const struct said *was;
	const char *rules;
};

/* In place; false where the image has no such bytes. */
bool trial_apply(struct check *c, const struct patch *p, size_t n);
/* Never NULL; a trial that cannot be made has no verdict. */
struct said *trial(struct check *c, const struct patch *p, size_t n,
		   const struct how *how);
void said_free(struct said *s);
/* Is that line in it? */
bool said_has(const struct said *s, const char *line);
/* Do both say the same findings, and nothing else? */
bool said_same(const struct said *a, const struct said *b);

#endif
