/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a path goes at a branch, and where it ends. */
#ifndef CHECK_FLOW_H
#define CHECK_FLOW_H

#include "check/fetch.h"
#include "check/walker.h"

/* Is target walked, or taken as C that comes back and did what C may do? */
bool follow(struct walker *w, uint64_t target, bool call);
/* The same of a direct branch that is a CALL: in C, its loops only. */
bool follow_call(struct walker *w, uint64_t target);
/* What R1 calls in: by a thunk as well. NULL: it names no such branch. */
const char *steered(struct walker *w, const struct insn *in);

/* True: f is a branch, and the path in hand goes on at its target, or ends. */
bool flow(struct walker *w, const struct fetch *f);

#endif
