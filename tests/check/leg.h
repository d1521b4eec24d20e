/* SPDX-License-Identifier: GPL-2.0-only */
/* The leg that a branch does not take: a state that waits, as others do. */
#ifndef CHECK_LEG_H
#define CHECK_LEG_H

#include "check/walker.h"

/* s goes elsewhere at the branch in hand: its leg at ip is walked later. */
void leg_later(struct walker *w, const struct state *s, uint64_t ip);
/* What is told of the leg s is on: it begins or ends at addr. */
void leg_note(struct walker *w, const char *what, uint64_t addr,
	      const struct state *s);
/*
 * Only what a leg can ask for is kept, and few states are left: where a RET
 * would go is not asked, nor what was counted.
 */
void leg_forget(struct state *s);

#endif
