/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was judged of each rule, and what was not: a rule of which nothing was
 * looked at has no finding either, and silence would read as proof.
 */
#ifndef CHECK_TALLY_H
#define CHECK_TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/rules.h"

struct check;

/* A part of a rule, in words: what was not judged, or was taken as given. */
struct remark {
	unsigned int rule;
	bool presumed;
	char text[120];
};

struct tally {
	size_t n[NR_RULES];	/* how often each was asked, broken or not */
	struct remark *remark;	/* in the order they came, each once */
	size_t nremark, capremark;
};

/* The rule, by its number, was asked n times more. */
void judged_count(struct check *c, unsigned int rule, size_t n);
/* It, or the part that is named, cannot be on this kernel: why. */
void judged_not(struct check *c, unsigned int rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The verdict rests on this, which the image does not say. */
void judged_presuming(struct check *c, unsigned int rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void tally_free(struct tally *t);

#endif
