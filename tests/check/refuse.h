/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What ibrs_refused() gives back where a case excludes IBRS (R12): its paths,
 * with all bits that are known of each register. Only a value that cannot be 0
 * refuses.
 */
#ifndef CHECK_REFUSE_H
#define CHECK_REFUSE_H

#include <stdbool.h>
#include <stdint.h>

struct check;
struct symbol;

/*
 * The case: a bit in memory is set, a byte in it has that value, or a function
 * that is asked says yes.
 */
struct refusal {
	uint64_t bit;			/* its address in bits; 0: none */
	uint64_t byte;			/* 0: none */
	uint8_t value;
	const char *asks;		/* NULL: none */
};

/* On each path through fn. A path that is not understood does not. */
bool refuses(const struct check *c, const struct symbol *fn,
	     const struct refusal *r);

#endif
