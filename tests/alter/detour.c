// SPDX-License-Identifier: GPL-2.0-only
/* A few bytes elsewhere. */
#include <string.h>

#include "alter/detour.h"
#include "check/check.h"

/* Nothing patches it, and it is of one function to its end. */
static bool is_room(const struct check *c, const struct symbol *s,
		    uint64_t from, size_t len)
{
	size_t first;

	for (uint64_t at = from; at < from + len; at++)
		if (symbol_at(&c->im, at) != s || alts_at(&c->t, at, &first) ||
		    label_at(&c->t, at) || pv_at(&c->t, at))
			return false;
	return in_range(from + len, c->lay.text[0].lo, c->lay.text[0].hi);
}

uint64_t detour_room(const struct check *c, size_t len)
{
	const struct range *r = &c->lay.text[0];

	for (size_t i = 0; i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];

		if (!in_range(s->addr, r->lo, r->hi) ||
		    symbol_at(&c->im, s->addr) != s ||
		    (!strstr(s->name, "xenpv") &&
		     strcmp(s->name, "xen_failsafe_callback")))
			continue;
		for (uint64_t at = s->addr; at < s->addr + 64; at++)
			if (is_room(c, s, at, len))
				return at;
	}
	return 0;
}

void detour_jump(uint8_t *code, uint64_t addr, uint64_t there)
{
	int32_t off = there - (addr + 5);

	code[0] = 0xe9;
	memcpy(code + 1, &off, sizeof(off));
}
