/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All text, in its order and function by function, with what is known of
 * constants: good enough for a number that is loaded near. Where a branch
 * comes in nothing is known.
 */
#ifndef CHECK_SCAN_H
#define CHECK_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/decode.h"

struct check;
struct symbol;

struct scan {
	struct check *c;
	/*
	 * Each RDMSR and WRMSR, each call and jump but Jcc, before it has its effect;
	 * those of alternatives too; or NULL
	 */
	void (*msr)(struct scan *s, const struct insn *in);
	void (*call)(struct scan *s, const struct insn *in);
	/* Is a function to be looked at that has these bytes? */
	bool (*wanted)(const struct scan *s, const uint8_t *p, size_t len,
		       uint64_t addr);
	void *arg;
	/* Each behind a jump out of the function, up to a branch; or NULL */
	void (*onward)(struct scan *s, const struct insn *in);
	const struct symbol *fn;	/* NULL: none that is known */
	bool known[NREG];		/* registers that hold a constant */
	uint32_t val[NREG];
	uint8_t from_arg[NREG];		/* the function's argument, from 1; 0: none */
	bool given[NREG];		/* it is there from the beginning */
	unsigned int nwrite[NREG];	/* the function's instructions that write it */
	uint8_t table[NREG];		/* enum table */
	uint64_t points[NREG];		/* into which table, in the whole function */
	bool astray[NREG];		/* or somewhere else as well */
	bool loads_msr;			/* 48h is loaded in it, or compared with */
	bool pushed;			/* the instruction before pushed this */
	uint32_t push;
	uint8_t *label;			/* of each byte: a branch goes there */
	uint64_t from, to;
	uint64_t here;			/* where it will stand */
};

void scan_text(struct scan *s);

#endif
