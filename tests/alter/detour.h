/* SPDX-License-Identifier: GPL-2.0-only */
/* Room for code that does not fit in where it is to run. */
#ifndef ALTER_DETOUR_H
#define ALTER_DETOUR_H

#include <stddef.h>
#include <stdint.h>

struct check;
struct symbol;

/*
 * So many bytes of the entry text that no entry point comes to: Xen PV's, where
 * IBRS is refused. 0: there are none.
 */
uint64_t detour_room(const struct check *c, size_t len);
/*
 * So many bytes of f that nothing patches, at an instruction that its beginning
 * leads to; and of the padding behind it. 0: there are none.
 */
uint64_t hole_in(const struct check *c, const struct symbol *f, size_t len);
/* At its very beginning, where tracing has no call there. */
uint64_t hole_at(const struct check *c, const struct symbol *f, size_t len);
uint64_t hole_behind(const struct check *c, const struct symbol *f, size_t len);
/* JMP at code, which stands at addr, to there. */
void detour_jump(uint8_t *code, uint64_t addr, uint64_t there);

#endif
