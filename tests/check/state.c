// SPDX-License-Identifier: GPL-2.0-only
/* The machine's state on a path: stack slots, and a hash to know it again. */
#include <string.h>

#include "check/check.h"
#include "check/state.h"
#include "check/util.h"

/* Is x one of the bytes of the size at off? */
static bool overlaps(const struct slot *x, uint32_t stack, int64_t off,
		     unsigned int size)
{
	return x->stack == stack && x->off < off + size && off < x->off + 8;
}

struct val slot_get(const struct state *s, uint32_t stack, int64_t off)
{
	bool part = false;

	for (int i = 0; i < s->nslot; i++) {
		if (!overlaps(&s->slot[i], stack, off, 8))
			continue;
		if (s->slot[i].off == off)
			return s->slot[i].v;
		part = true;
	}
	if (part || s->full)
		return v_top();
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
		 * Full: forget the deepest, the one least looked at. What is
		 * not here any more is unknown from here on.
		 */
		if (s->nslot == MAX_SLOT) {
			s->full = 1;
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

void slot_write(struct state *s, uint32_t stack, int64_t off, unsigned int size,
		struct val v)
{
	if (!size || size > 8 * MAX_SLOT) {
		slots_spoil(s, stack);
		return;
	}
	for (int i = 0; i < s->nslot; i++)
		if (overlaps(&s->slot[i], stack, off, size))
			s->slot[i].v = v_top();
	if (size == 8) {
		slot_set(s, stack, off, v);
		return;
	}
	for (int64_t at = off & ~7ll; at < off + size; at += 8)
		slot_set(s, stack, at, v_top());
}

void slots_spoil(struct state *s, uint32_t stack)
{
	for (int i = 0; i < s->nslot; i++)
		if (!stack || s->slot[i].stack == stack)
			s->slot[i].v = v_top();
}

void slots_drop(struct state *s, uint32_t stack, int64_t off,
		unsigned int size)
{
	for (int i = s->nslot; i-- > 0;)
		if (size ? overlaps(&s->slot[i], stack, off, size) :
		    s->slot[i].stack == stack)
			drop(s, i);
}

void slots_forget(struct state *s, uint32_t stack)
{
	slots_drop(s, stack, 0, 0);
}

/* Has the slot a CS next to it, as IP has? */
static bool is_frame(const struct state *s, int i)
{
	const struct slot *x = &s->slot[i];
	struct val cs = slot_get(s, x->stack, x->off + 8);

	return (cs.kind == V_FRAME && cs.c == 1) || v_is_cs(&cs);
}

/* What a CALL has pushed is kept, and nothing else that looks like it is. */
static bool is_text(const struct check *c, uint64_t addr)
{
	const struct section *s = section_of(&c->im, addr);

	return s && s->exec;
}

/* Taken from the stack again. */
static bool is_below(const struct state *s, const struct slot *x)
{
	return s->r[RSP].kind == V_STK && x->stack == s->r[RSP].aux &&
	       x->off < s->r[RSP].c;
}

/* Does v point to what x is a part of, from there on or from below? */
static bool reaches(const struct val *v, const struct slot *x)
{
	return v->kind == V_STK && v->aux == x->stack && v->c < x->off + 8;
}

/*
 * Is x a value that was saved, and C given no pointer that reaches to it, in a
 * register, on the stack or in a variable?
 */
static bool is_saved(const struct state *s, const struct slot *x)
{
	static const enum reg args[] = { RDI, RSI, RDX, RCX, R8, R9 };

	if ((x->v.kind != V_MSR && x->v.kind != V_CR3) ||
	    x->stack != s->regs_stack || x->off + 8 > s->regs_off ||
	    s->regs & REGS_POINTER)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(args); i++)
		if (reaches(&s->r[args[i]], x))
			return false;
	for (int i = 0; i < s->nslot; i++)
		if (reaches(&s->slot[i].v, x) && !is_below(s, &s->slot[i]))
			return false;
	return true;
}

void slots_after_call(struct state *s, struct check *c)
{
	for (int i = s->nslot; i-- > 0;) {
		const struct slot *x = &s->slot[i];
		/* a return address, but not the IP of a frame */
		bool call = x->v.kind == V_CONST && is_text(c, x->v.c) &&
			    !is_frame(s, i);

		if (!is_below(s, x) &&
		    (x->v.kind == V_FRAME || x->v.kind == V_STK ||
		     v_is_cs(&x->v) || call || is_saved(s, x)))
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
