// SPDX-License-Identifier: GPL-2.0-only
/* The machine's state on a path: stack slots, and a hash to know it again. */
#include <string.h>

#include "check/check.h"
#include "check/state.h"

struct val slot_get(const struct state *s, uint32_t stack, int64_t off)
{
	for (int i = 0; i < s->nslot; i++)
		if (s->slot[i].stack == stack && s->slot[i].off == off)
			return s->slot[i].v;
	return (struct val){ .kind = V_SLOT, .aux = stack, .c = off };
}

static void drop(struct state *s, int i)
{
	memmove(&s->slot[i], &s->slot[i + 1],
		(s->nslot - i - 1) * sizeof(s->slot[0]));
	s->nslot--;
}

static bool before(const struct slot *x, uint32_t stack, int64_t off)
{
	return x->stack != stack ? x->stack < stack : x->off < off;
}

/* Kept in order, so that equal states hash alike. */
void slot_set(struct state *s, uint32_t stack, int64_t off, struct val v)
{
	int i = 0;

	if (off != (int32_t)off)
		return;
	while (i < s->nslot && before(&s->slot[i], stack, off))
		i++;
	if (i == s->nslot || s->slot[i].stack != stack ||
	    s->slot[i].off != off) {
		/*
		 * Full: forget the deepest, the one least looked at. It is
		 * unknown from here on, not wrong.
		 */
		if (s->nslot == MAX_SLOT) {
			drop(s, 0);
			if (i)
				i--;
		}
		memmove(&s->slot[i + 1], &s->slot[i],
			(s->nslot - i) * sizeof(s->slot[0]));
		s->nslot++;
	}
	s->slot[i] = (struct slot){ .stack = stack, .off = off, .v = v };
}

void slots_forget(struct state *s, uint32_t stack)
{
	for (int i = s->nslot; i-- > 0;)
		if (s->slot[i].stack == stack)
			drop(s, i);
}

void slots_after_call(struct state *s, struct check *c)
{
	for (int i = s->nslot; i-- > 0;) {
		const struct slot *x = &s->slot[i];
		bool below = s->r[RSP].kind == V_STK &&
			     x->stack == s->r[RSP].aux && x->off < s->r[RSP].c;

		if (!below && (x->v.kind == V_FRAME || x->v.kind == V_STK ||
		    v_is_cs(&x->v) ||
		    (x->v.kind == V_CONST && in_entry_text(c, x->v.c))))
			continue;
		drop(s, i);
	}
}

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	const uint8_t *b = p;
	uint64_t w;

	for (; n >= 8; n -= 8, b += 8) {
		memcpy(&w, b, 8);
		h = (h ^ w) * 0x9e3779b97f4a7c15ull;
		h ^= h >> 29;
	}
	for (w = 0; n--; b++)
		w = w << 8 | *b;
	h = (h ^ w) * 0xbf58476d1ce4e5b9ull;
	return h ^ h >> 32;
}

struct key state_key(const struct state *s)
{
	size_t head = offsetof(struct state, slot);
	struct key k = { 0x1234567, 0xfedcba987654321ull };

	k.a = mix(k.a, s, head);
	k.a = mix(k.a, s->slot, s->nslot * sizeof(s->slot[0]));
	k.b = mix(k.b, s->slot, s->nslot * sizeof(s->slot[0]));
	k.b = mix(k.b, s, head);
	if (!k.a && !k.b)
		k.a = 1;
	return k;
}
