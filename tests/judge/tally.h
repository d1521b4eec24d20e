/* SPDX-License-Identifier: GPL-2.0-only */
/* tally.c: what the judge's files count with, among themselves. */
#ifndef JUDGE_TALLY_H
#define JUDGE_TALLY_H

#include "judge/judge.h"

void judge_trace(struct judge *j, const char *what, uint64_t a, uint64_t b);

/* A part of a rule, and so the rule, was exercised. */
void judge_part(struct judge *j, enum rule_part part);
/* A crossing broke R1 or R7 before its write, which is R4 as well. */
void judge_charge_r4(struct judge *j, const char *kind, uint64_t rip);
/* A way in was taken, from O_USER or O_KERNEL: what the kernel checks itself. */
void judge_came(struct judge *j, unsigned int cls, unsigned int origin);
/* What came in with @tag, if it is none of 0, has ended. */
void judge_back(struct judge *j, uint32_t tag);

struct path_stat *judge_path(struct judge *j, unsigned int cls,
			     unsigned int origin, unsigned int leave);
void judge_window(struct path_stat *p, uint32_t in, uint32_t out);
/* How long the level that the pending IRET or SYSRET ends was. */
void judge_length(struct judge *j, struct path_stat *p);
/*
 * The levels above the first @n open events do not end. What they broke counts
 * for their paths, as if they had gone back to CPL0.
 */
void judge_drop(struct judge *j, unsigned int n);
/* The same for what is left, @c; it is not changed. */
void judge_charge(struct judge *j, const struct ctx *c);

#endif
