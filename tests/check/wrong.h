/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * R13: the leg that a conditional branch does not take. The CPU may predict it
 * all the same, execute some of it, and take it back: nothing of it stays but
 * what a RET or an indirect branch on it went to, which is who trained it.
 *
 * So where one executes unprotected the other leg is walked, too, in the state
 * as it is. On it nothing is learnt, each further branch goes both ways, and
 * it ends where no CPU goes on: at an LFENCE, at what serialises, at the WRMSR
 * that sets IBRS (an assumption, by Intel's text), or after MAX_LEG
 * instructions. The rules of paths say nothing of it.
 */
#ifndef CHECK_WRONG_H
#define CHECK_WRONG_H

#include "check/fetch.h"
#include "check/walker.h"

/* More than a reorder buffer holds: 224 of Skylake, 512 of today's. */
#define MAX_LEG		512

/* A feature that has to be decided before the leg in hand goes on; -1: none. */
int leg_asks(struct walker *w);
/* One instruction of it. */
void leg_step(struct walker *w, const struct fetch *f);
/* There is no instruction. */
void leg_lost(struct walker *w);

#endif
