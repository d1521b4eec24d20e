// SPDX-License-Identifier: GPL-2.0-only
/* Marks on the bytes of the entry text. */
#include <Zydis/Zydis.h>
#include <fnmatch.h>
#include <stdlib.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/reach.h"
#include "check/util.h"

/* Its byte in c->reached, which has all of the entry text; NULL: not in there. */
static uint8_t *marks_of(const struct check *c, uint64_t addr)
{
	uint8_t *at = c->reached;

	for (int i = 0; at && i < c->lay.ntext; i++) {
		const struct range *r = &c->lay.text[i];

		if (in_range(addr, r->lo, r->hi))
			return at + (addr - r->lo);
		at += r->hi - r->lo;
	}
	return NULL;
}

void mark(struct check *c, uint64_t addr, uint8_t bits)
{
	size_t size = 0;
	uint8_t *at;

	for (int i = 0; !c->reached && i < c->lay.ntext; i++)
		size += c->lay.text[i].hi - c->lay.text[i].lo;
	if (!c->reached)
		c->reached = calloc(1, size);
	if (!c->reached)
		out_of_memory();
	at = marks_of(c, addr);
	if (at)
		*at |= bits;
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
		if (*marks_of(c, from) &
		    (MARK_REACHED | MARK_ALIKE | MARK_LEG))
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

/* --- what is left -------------------------------------------------------- */
/*
 * Why no path comes there, by name. What C calls, what lies in a table and what
 * the IDT has are entry points themselves, and in no need of a reason.
 */
static const struct unwalked {
	const char *pattern, *why;
} unwalked[] = {
	/* R12: IBRS is refused there; of v4.15 the others are walked */
	{ "*xen*", "Xen PV" },
	{ "hypervisor_callback", "Xen PV" },
	/* excluded as well: that they are called, by noreplace-paravirt */
	{ "native_usergs_sysret64", "noreplace-paravirt" },
	{ "native_iret", "noreplace-paravirt" },
};

static bool explained(struct check *c, uint64_t addr)
{
	const struct symbol *s = symbol_at(&c->im, addr);

	if (*marks_of(c, addr) & MARK_DATA ||
	    (s && marks_of(c, s->addr) && *marks_of(c, s->addr) & MARK_CALLED))
		return true;
	for (size_t i = 0; s && i < ARRAY_SIZE(unwalked); i++)
		if (!fnmatch(unwalked[i].pattern, s->name, 0)) {
			judged_presuming(c, C_ENTRY, "what is for %s is not entered where IBRS is in use",
					 unwalked[i].why);
			return true;
		}
	return false;
}

/*
 * How much at addr is patched or decoded as one, and is it nothing but padding?
 * Not beyond the next symbol, which may begin within what is no code.
 */
static uint64_t unit(const struct check *c, uint64_t addr, bool *padding)
{
	const struct pvsite *pv = pv_at(&c->t, addr);
	const struct symbol *s = symbol_at(&c->im, addr);
	uint64_t end = addr + 1;
	struct insn in;
	size_t first;

	*padding = false;
	if (alts_at(&c->t, addr, &first)) {
		end = c->t.alt[first].site + c->t.alt[first].len;
	} else if (pv) {
		end = pv->site + pv->len;
	} else if (decode_at(&c->im, addr, &in)) {
		end = addr + in.len;
		*padding = in.op == ZYDIS_MNEMONIC_NOP || is_trap(in.op);
	}
	for (uint64_t at = addr + 1; at < end; at++)
		if (symbol_at(&c->im, at) != s)
			return at;
	return end;
}

static void range_reached(struct check *c, const struct range *r)
{
	const struct symbol *told = NULL;
	bool padding, before = true, dead = false;

	for (uint64_t at = r->lo, end; at < r->hi; at = end) {
		bool left;

		end = unit(c, at, &padding);
		if (end > r->hi)
			end = r->hi;
		judged_count(c, C_ENTRY, 1);
		left = none_reached(c, at, end);
		/* up to the next label that something goes to */
		dead = left && (dead || *marks_of(c, at) & MARK_BEHIND);
		left &= !padding && !dead && !explained(c, at);
		/* one for each stretch, and one for each symbol */
		if (left && (before || told != symbol_at(&c->im, at))) {
			told = symbol_at(&c->im, at);
			found_at(c, "C-ENTRY", at, "no path comes here, and nothing says what does");
		}
		if (!padding)
			before = !left;
	}
}

void rule_reached(struct check *c)
{
	for (int i = 0; c->reached && i < c->lay.ntext; i++)
		range_reached(c, &c->lay.text[i]);
}
