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

/* A way in as some processor had it, for the report: REC_GATE. */
#define WAY_LSTAR	256u	/* beside the vectors */
#define WAY_CSTAR	257u
#define WAY_SYSENTER	258u
struct way {
	uint64_t rip;
	uint16_t by;		/* vector, or WAY_* */
	uint8_t ist, type;	/* of a gate, else 0 */
};

/*
 * NULL, or why nothing can be judged any more: what this gate says is not what
 * its entry point was taken for.  One caller at a time.
 */
const char *gate_add(uint64_t rip, unsigned int vec, bool ist);

/* Does a gate lead to @rip?  Fills @e.  Needs no lock. */
bool gate_find(uint64_t rip, struct entry_point *e);

/*
 * Remembers @w, once.  NULL, or why the list would not be whole.  One caller at a
 * time.
 */
const char *way_add(const struct way *w);
/* The @n-th of them, NULL behind the last. */
const struct way *way_nth(unsigned int n);

#endif
