/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of rules: parts.def as a table. */
#ifndef RULES_PARTS_H
#define RULES_PARTS_H

#include <stdbool.h>
#include <stdint.h>

enum rule_part {
#define PART(rule, id, name) PART_R##rule##_##id,
#include "rules/parts.def"
#undef PART
	NR_PARTS,
};

/* A set of parts is an unsigned int with these. */
#define PART_BIT(id) (1u << PART_##id)

struct part_name {		/* an entry of parts.def */
	uint8_t rule;
	const char *name;
};

extern const struct part_name part_names[NR_PARTS];

/* The part with this name of @rule, NR_PARTS when there is none. */
enum rule_part part_of(unsigned int rule, const char *name);

/* All of @rule; none: it is not divided. */
unsigned int parts_of(unsigned int rule);

/* The part that "R9:offline" names; NR_PARTS: none. */
enum rule_part part_named(const char *s);

#endif
