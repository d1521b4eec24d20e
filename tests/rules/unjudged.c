// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>

#include "rules/unjudged.h"

static const struct {
	unsigned int rule;
	const char *part;
	enum judge_kind who;
	const char *why;
} rows[] = {
#define UNJUDGED(rule, part, who, why) { rule, part, who, why },
#include "rules/unjudged.def"
#undef UNJUDGED
};

#define NR_ROWS	(sizeof(rows) / sizeof(rows[0]))

const char *unjudged_why(unsigned int rule, enum rule_part part,
			 enum judge_kind who)
{
	const char *name = part < NR_PARTS ? part_names[part].name : "";

	for (size_t i = 0; i < NR_ROWS; i++)
		if (rows[i].rule == rule && rows[i].who == who &&
		    (!*rows[i].part || !strcmp(rows[i].part, name)))
			return rows[i].why;
	return NULL;
}

bool unjudged_row(unsigned int i, unsigned int *rule, const char **part,
		  enum judge_kind *who)
{
	if (i >= NR_ROWS)
		return false;
	*rule = rows[i].rule;
	*part = rows[i].part;
	*who = rows[i].who;
	return true;
}
