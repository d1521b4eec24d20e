// SPDX-License-Identifier: GPL-2.0-only
/* Marks on the bytes of the entry text. */
#include <stdlib.h>

#include "check/check.h"
#include "check/reach.h"

void mark(struct check *c, uint64_t addr, uint8_t bits)
{
	const struct range *r = &c->lay.text[0];

	if (!c->reached)
		c->reached = calloc(1, r->hi - r->lo);
	if (!c->reached)
		error_(c, "out of memory");
	else if (in_range(addr, r->lo, r->hi))
		c->reached[addr - r->lo] |= bits;
}

size_t marked(const struct check *c, uint8_t bit)
{
	const struct range *r = &c->lay.text[0];
	size_t n = 0;

	for (uint64_t i = 0; c->reached && i < r->hi - r->lo; i++)
		n += !!(c->reached[i] & bit);
	return n;
}

static bool none_reached(const struct check *c, uint64_t from, uint64_t to)
{
	for (; from < to; from++)
		if (c->reached[from - c->lay.text[0].lo])
			return false;
	return true;
}

const struct symbol *unreached(const struct check *c, size_t *i)
{
	const struct range *r = &c->lay.text[0];

	for (; c->reached && *i < c->im.nsym; ++*i) {
		const struct symbol *s = &c->im.sym[*i];
		uint64_t end = s->addr + 1;

		if (s->addr < r->lo || s->addr >= r->hi ||
		    symbol_at(&c->im, s->addr) != s)
			continue;
		while (end < r->hi && symbol_at(&c->im, end) == s)
			end++;
		if (none_reached(c, s->addr, end)) {
			++*i;
			return s;
		}
	}
	return NULL;
}
