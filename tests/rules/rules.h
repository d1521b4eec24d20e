/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules there are: rules.def as a table. */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include <stdbool.h>

enum {
	RULE_NONE,		/* the tracker's own complaints, as "R0" */
#define RULE(n, name, judges, column) RULE_##n,
#include "rules/rules.def"
#undef RULE
	NR_RULES,		/* an array of this size is indexed by number */
};

enum judge_kind {		/* who judges, a set */
	JUDGE_RIG = 1,		/* the instrument, in a run of a kernel */
	JUDGE_IMAGE = 2,	/* the instrument, in one of the entry image */
	JUDGE_CHECK = 4,	/* the static checker */
	JUDGE_ALONE = 8,	/* the entry image, with nobody watching */
	OF_OTHERS = 16,		/* besides: a rule of what only later kernels have */
};

/* NULL where @rule is none, 0 included. */
const char *rule_name(unsigned int rule);

/* Does any of @who, a set of enum judge_kind, judge @rule? */
bool rule_judged_by(unsigned int rule, unsigned int who);

/* Has the table of a run a column for the violations of @rule? */
bool rule_has_column(unsigned int rule);

/* The number in "R5", or in "R5" before a ':'; 0 where it is no rule. */
unsigned int rule_number(const char *s);

#endif
