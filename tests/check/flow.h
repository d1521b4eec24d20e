/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a path goes at a branch, and where it ends. */
#ifndef CHECK_FLOW_H
#define CHECK_FLOW_H

#include "check/fetch.h"
#include "check/walker.h"

/* True: f is a branch, and the path in hand goes on at its target, or ends. */
bool flow(struct walker *w, const struct fetch *f);

#endif
