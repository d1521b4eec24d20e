// SPDX-License-Identifier: GPL-2.0-only
/* The kinds of violation there are. */
#include <string.h>

#include "rules/kinds.h"

const struct kind_name kind_names[] = {
#define KIND(r, n, p) { .rule = r, .name = n, .parts = p },
#include "rules/kinds.def"
#undef KIND
	{ .name = NULL },
};

bool kind_known(unsigned int rule, const char *name)
{
	for (const struct kind_name *k = kind_names; k->name; k++)
		if (k->rule == rule && !strcmp(k->name, name))
			return true;
	return false;
}

unsigned int kind_parts(unsigned int rule, const char *name)
{
	for (const struct kind_name *k = kind_names; k->name; k++)
		if (k->rule == rule && !strcmp(k->name, name))
			return k->parts;
	return 0;
}
