/* SPDX-License-Identifier: GPL-2.0-only */
/* How much of the entry text was walked: what was not is not proven. */
#ifndef CHECK_REACH_H
#define CHECK_REACH_H

#include <stddef.h>
#include <stdint.h>

struct check;
struct symbol;

/*
 * ALIKE: as something that is walked. LEG: R13 has walked it. DATA: an
 * instruction has it for an operand. CALLED: as C. BEHIND: what does not return.
 */
enum { MARK_REACHED = 1, MARK_ORC = 2, MARK_ALIKE = 4, MARK_DATA = 8,
       MARK_CALLED = 16, MARK_BEHIND = 32, MARK_LEG = 64 };

/* What was done at addr; nothing is kept of what is outside the entry text. */
void mark(struct check *c, uint64_t addr, uint8_t bits);
/* How many instructions have that mark. */
size_t marked(const struct check *c, uint8_t bit);
/* Symbols of the entry text that no path went through, one after another. */
const struct symbol *unreached(const struct check *c, size_t *i);
/* C-ENTRY: what of it no path went through, and nothing explains. */
void rule_reached(struct check *c);

#endif
