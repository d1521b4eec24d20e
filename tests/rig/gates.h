/* SPDX-License-Identifier: GPL-2.0-only */
/* The gates that the IDTs of a run had, by where they lead. */
#ifndef RIG_GATES_H
#define RIG_GATES_H

#include <stdbool.h>
#include <stdint.h>

struct entry_point {
	uint64_t rip;
	uint8_t cls, vec;
	bool idt, ist;
};

/*
 * NULL, or why nothing can be judged any more: what this gate says is not what
 * its entry point was taken for.  One caller at a time.
 */
const char *gate_add(uint64_t rip, unsigned int vec, bool ist);

/* Does a gate lead to @rip?  Fills @e.  Needs no lock. */
bool gate_find(uint64_t rip, struct entry_point *e);

#endif
