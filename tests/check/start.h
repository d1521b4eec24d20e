/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state at an entry point: what the CPU, or the caller, has made true, and
 * no more. A presumption here is one that no finding can refute.
 */
#ifndef CHECK_START_H
#define CHECK_START_H

#include "check/entries.h"
#include "check/state.h"

void entry_state(struct check *c, const struct entry *e, struct state *s,
		 bool gate_on);

#endif
