// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/parts.h"
#include "rules/rules.h"

const struct part_name part_names[NR_PARTS] = {
#define PART(rule, id, name) { rule, name },
#include "rules/parts.def"
#undef PART
};

enum rule_part part_of(unsigned int rule, const char *name)
{
	enum rule_part p = 0;

	while (p < NR_PARTS && (part_names[p].rule != rule ||
				strcmp(part_names[p].name, name)))
		p++;
	return p;
}

enum rule_part part_named(const char *s)
{
	unsigned int rule = rule_number(s);
	const char *colon = strchr(s, ':');

	return rule && colon ? part_of(rule, colon + 1) : NR_PARTS;
}

unsigned int parts_of(unsigned int rule)
{
	unsigned int parts = 0;

	for (enum rule_part p = 0; p < NR_PARTS; p++)
		parts |= (unsigned int)(part_names[p].rule == rule) << p;
	return parts;
}
