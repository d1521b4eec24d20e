/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The unwinder's tables (ORC) against the walk: where they say that the saved
 * CS or the return address lies, and what the walk has there. Objtool made
 * them from the hints in the source and believes those. Only v4.15's: later
 * ones have another layout, and an objtool that looks at all of the entry code.
 */
#ifndef CHECK_ORC_H
#define CHECK_ORC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct fetch;
struct walker;

struct orc {
	uint64_t ip;
	int16_t off;
	uint8_t reg, type;
};

struct orcs {
	struct orc *orc;		/* of the entry text, by ip */
	size_t n;
};

/* False: they are broken, said. There may be none. */
bool orc_read(struct check *c);
/* For the instruction in hand, before it is executed. */
void rule_orc(struct walker *w, const struct fetch *f);

#endif
