/* SPDX-License-Identifier: GPL-2.0-only */
/* What a conditional branch tells: from user mode, the user CR3, IBRS set. */
#ifndef CHECK_BRANCH_H
#define CHECK_BRANCH_H

#include "check/walker.h"

/*
 * Whether a conditional branch is taken. MAYBE with *known: it tells something,
 * branch_learn() with *bit where it is taken, with !*bit where it is not.
 */
enum tri branch_taken(const struct state *s, uint16_t op, bool *known,
		      bool *bit);
/* The last test's answer: s is the path that it is so on. */
void branch_learn(struct walker *w, struct state *s, bool bit);
/* LOOP: RCX is counted down. */
void branch_counts(struct state *s, uint16_t op);
/* XBEGIN, taken: all is as it was but RAX, which says why. */
void branch_aborts(struct state *s, uint16_t op);

#endif
