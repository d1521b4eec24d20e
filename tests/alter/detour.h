/* SPDX-License-Identifier: GPL-2.0-only */
/* Room for code that does not fit in where it is to run. */
#ifndef ALTER_DETOUR_H
#define ALTER_DETOUR_H

#include <stddef.h>
#include <stdint.h>

struct check;

/*
 * So many bytes of the entry text that no entry point comes to: Xen PV's, where
 * IBRS is refused. 0: there are none.
 */
uint64_t detour_room(const struct check *c, size_t len);
/* JMP at code, which stands at addr, to there. */
void detour_jump(uint8_t *code, uint64_t addr, uint64_t there);

#endif
