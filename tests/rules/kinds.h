/* SPDX-License-Identifier: GPL-2.0-only */
/* The kinds of violation there are: kinds.def as a table. */
#ifndef RULES_KINDS_H
#define RULES_KINDS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/parts.h"

struct kind_name {		/* an entry of kinds.def */
	uint8_t rule;
	const char *name;
	unsigned int parts;	/* of the rule that it may break, a set of PART_BIT() */
};

enum {
	KINDS_DEFINED = 0
#define KIND(r, n, p) + 1
#include "rules/kinds.def"
#undef KIND
	,
	/* and reasons why the tracker is lost, as kinds of rule 0 */
	NR_KINDS = KINDS_DEFINED + 32,
};

/* Ended by a NULL name. */
extern const struct kind_name kind_names[];
bool kind_known(unsigned int rule, const char *name);
/* Of which parts of @rule it may be; 0: that has none, or it is no kind. */
unsigned int kind_parts(unsigned int rule, const char *name);

#endif
