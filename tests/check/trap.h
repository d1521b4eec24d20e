/* SPDX-License-Identifier: GPL-2.0-only */
/* Instructions that raise an exception: where the path goes on then. */
#ifndef CHECK_TRAP_H
#define CHECK_TRAP_H

#include "check/fetch.h"
#include "check/walker.h"

/* It may fault, and has an entry in __ex_table: that way is walked later. */
void fixup(struct walker *w, const struct insn *in);
/* Does it always? Then that is what becomes of the path. */
bool trap(struct walker *w, const struct fetch *f);

#endif
