/* SPDX-License-Identifier: GPL-2.0-only */
/* Loops that do nothing but count down. */
#ifndef CHECK_COUNT_H
#define CHECK_COUNT_H

#include "check/walker.h"

/*
 * in goes back, as is known, to where a loop begins that only counts a register
 * down to 0: the state becomes that of its last round, which all come to.
 */
void count_down(struct walker *w, const struct insn *in);

#endif
