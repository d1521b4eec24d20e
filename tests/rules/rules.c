// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>

#include "rules/rules.h"

static const struct {
	const char *name;
	unsigned int judges;
	bool column;
} rules[NR_RULES] = {
#define RULE(n, text, who, col) \
	[n] = { .name = text, .judges = who, .column = col },
#include "rules/rules.def"
#undef RULE
};

const char *rule_name(unsigned int rule)
{
	return rule < NR_RULES ? rules[rule].name : NULL;
}

bool rule_judged_by(unsigned int rule, unsigned int who)
{
	return rule < NR_RULES && rules[rule].judges & who;
}

bool rule_has_column(unsigned int rule)
{
	return rule < NR_RULES && rules[rule].column;
}

unsigned int rule_number(const char *s)
{
	unsigned long n;
	char *end;

	if (*s != 'R' || !isdigit((unsigned char)s[1]))
		return RULE_NONE;
	n = strtoul(s + 1, &end, 10);
	return (!*end || *end == ':') && n < NR_RULES ? (unsigned int)n :
	       RULE_NONE;
}
