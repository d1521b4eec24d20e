/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is read from memory that nobody writes once the kernel runs: a number
 * that comes out of a table there is one of those in it.
 */
#ifndef CHECK_RODATA_H
#define CHECK_RODATA_H

#include <stdbool.h>
#include <stdint.h>

struct check;
struct insn;
struct scan;

enum table {
	TABLE_NONE,		/* not of a table that can be read */
	TABLE_OTHER,		/* of one, in which 48h is not */
	TABLE_MAY,		/* of one in which it is */
};

/* Each instruction of the function, before any is gone through in order. */
void rodata_count(struct scan *s, const struct insn *in);
/*
 * What the load leaves in its register. *known: it is always the same, *val.
 * That no index goes beyond its table is presumed.
 */
enum table rodata_load(const struct scan *s, const struct insn *in,
		       bool *known, uint32_t *val);

#endif
