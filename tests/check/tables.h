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

struct tables {
	struct alt *alt;
	size_t nalt;
	struct pvsite *pv;
	size_t npv;
	struct label *label;
	size_t nlabel;
	uint64_t *extable;
	size_t nextable;
};

/* False: the alternatives cannot be read, said. The others may be absent. */
bool tables_read(struct check *c);
void tables_free(struct tables *t);
/* The paravirt site that covers ip, the jump label that is there, or NULL. */
const struct pvsite *pv_at(const struct tables *t, uint64_t ip);
const struct label *label_at(const struct tables *t, uint64_t ip);
bool in_extable(const struct tables *t, uint64_t addr);

#endif
