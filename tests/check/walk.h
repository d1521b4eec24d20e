/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every path from an entry point. A path is a state; where it forks (branch,
 * feature not decided yet) one half waits. A state that was seen at the same
 * address is not walked again.
 */
#ifndef CHECK_WALK_H
#define CHECK_WALK_H

#include <stdbool.h>

struct check;
struct entry;

/* With IBRS in use or not. False: given up, said. With --path: lists one. */
bool walk_entry(struct check *c, const struct entry *e, bool gate_on);

#endif
