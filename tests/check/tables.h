/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables by which the kernel patches itself, and that of the instructions
 * that may fault. They are read once and not written after.
 */
#ifndef CHECK_TABLES_H
#define CHECK_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/alt.h"

struct check;

struct pvsite {
	uint64_t site;
	uint8_t len;
};

struct label {
	uint64_t site, target, key;
};

/* An instruction that may fault, and where it then goes on. */
struct fixup {
	uint64_t addr, to;
};

/* One that traps by intent, UD2. */
struct trap {
	uint64_t addr;
	bool returns;		/* WARN(): its handler comes back */
};

struct tables {
	struct alt *alt;
	size_t nalt, capalt;
	struct pvsite *pv;
	size_t npv, cappv;
	struct label *label;
	size_t nlabel, caplabel;
	struct fixup *fixup;
	size_t nfixup, capfixup;
	struct trap *trap;
	size_t ntrap, captrap;
};

/* False: the alternatives cannot be read, said. The others may be absent. */
bool tables_read(struct check *c);
void tables_free(struct tables *t);
/* The paravirt site that covers ip, the jump label that is there, or NULL. */
const struct pvsite *pv_at(const struct tables *t, uint64_t ip);
const struct label *label_at(const struct tables *t, uint64_t ip);
/* The entry of __ex_table for addr; *to is left where there is none. */
bool fixup_at(const struct tables *t, uint64_t addr, uint64_t *to);
/* UD0, UD1, UD2, INT3, RSM: does op raise an exception, and nothing else? */
bool is_trap(uint16_t op);
/* That of addr: is it there for a handler that returns behind it (WARN)? */
bool trap_returns(const struct tables *t, uint64_t addr);

#endif
