/* SPDX-License-Identifier: GPL-2.0-only */
/* What a judge cannot judge by what it is: unjudged.def as a table. */
#ifndef RULES_UNJUDGED_H
#define RULES_UNJUDGED_H

#include "rules/parts.h"
#include "rules/rules.h"

/*
 * Why @who, one judge, cannot judge @part of @rule, or all of it where that is
 * NR_PARTS; NULL: it has to.
 */
const char *unjudged_why(unsigned int rule, enum rule_part part,
			 enum judge_kind who);

/* Row @i of the table; false behind the last. */
bool unjudged_row(unsigned int i, unsigned int *rule, const char **part,
		  enum judge_kind *who);

#endif
