/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was judged of each rule, and what was not: a rule of which nothing was
 * looked at has no finding either, and silence would read as proof.
 */
#ifndef CHECK_TALLY_H
#define CHECK_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/parts.h"
#include "rules/rules.h"

struct check;

/* What can be broken: R1 and on by their numbers, then the checker's own. */
enum {
	C_NONE = NR_RULES - 1,
#define JUDGED(id, name, title, unit) id,
#define JUDGED_RULE(n, unit)
#include "check/judged.def"
#undef JUDGED_RULE
#undef JUDGED
	NR_JUDGED,
};

/* A part of a rule, in words: what was not judged, or was taken as given. */
struct remark {
	unsigned int rule;
	bool presumed;
	char *text;
};

struct asked {
	uint64_t addr;
	unsigned int rule;	/* or NR_JUDGED and a part; 0: nobody sits here */
};

struct tally {
	size_t n[NR_JUDGED];	/* how often each was asked, broken or not */
	size_t part[NR_PARTS];	/* the same of each part */
	struct {		/* of which parts a finding there is */
		uint64_t addr;
		unsigned int parts;
	} last[NR_RULES];
	struct asked *at;	/* the places that were counted */
	size_t nat, capat;
	struct remark *remark;	/* in the order they came, each once */
	size_t nremark, capremark;
};

/* "R7", "C-MSR"; NULL where @rule is none. */
const char *judged_name(unsigned int rule);
/* What it asks for, in a few words. */
const char *judged_title(unsigned int rule);
/* What is counted of it: "branches". */
const char *judged_unit(unsigned int rule);
/* The other way round; RULE_NONE where nothing is called so. */
unsigned int judged_number(const char *name);

/* The rule, by its number, was asked n times more. */
void judged_count(struct check *c, unsigned int rule, size_t n);
/* It was asked of what is at addr, which counts once. */
void judged_at(struct check *c, unsigned int rule, uint64_t addr);
/*
 * Of a rule that has parts (rules/parts.def) these were asked of what is at addr,
 * and so the rule was; a set of PART_BIT(), of one rule.  A finding of it there is
 * of these parts, or of those that judged_narrow() leaves of them.
 */
void judged_parts(struct check *c, unsigned int parts, uint64_t addr);
void judged_narrow(struct check *c, unsigned int parts, uint64_t addr);
/* Of which parts of rule a finding at addr is; 0: it has none, or nobody knows. */
unsigned int judged_of(const struct check *c, unsigned int rule, uint64_t addr);
/* It, or the part that is named, cannot be on this kernel: why. */
void judged_not(struct check *c, unsigned int rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The verdict rests on this, which the image does not say. */
void judged_presuming(struct check *c, unsigned int rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void tally_free(struct tally *t);

#endif
