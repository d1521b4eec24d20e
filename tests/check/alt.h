/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Alternatives: which bytes the kernel replaces by which at boot, on a feature.
 * Of one site there can be several; they are applied in the order of the table.
 */
#ifndef CHECK_ALT_H
#define CHECK_ALT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct tables;

struct alt {
	uint64_t site, repl;
	uint16_t cpuid;		/* word * 32 + bit */
	bool inv;		/* where the feature is off */
	bool direct;		/* v6.8: the call in the site, made direct */
	uint8_t len, rlen;	/* what is not replaced becomes NOPs */
	uint32_t order;		/* in the table */
};

/* Into c->t.alt, by address; what cannot be patched as it says is a C-ALT. */
bool alts_read(struct check *c);
/* How many have a site that covers addr, and the first of them; 0: none. */
size_t alts_at(const struct tables *t, uint64_t addr, size_t *first);

#endif
