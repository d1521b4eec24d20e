// SPDX-License-Identifier: GPL-2.0-only
/* Gates of the IDT, as far as the image has them. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/idt.h"
#include "check/reach.h"
#include "check/util.h"
#include "rules/vectors.h"

#define GATE_SIZE	24	/* struct idt_data, since v4.15 */
#define GATE_TRAP	15	/* its type, of one that leaves IF as it was */

/* --- tables -------------------------------------------------------------- */
/* One gate: vector, segment, bits (three of IST), address. False: none. */
static bool read_gate(struct check *c, const uint8_t *p)
{
	uint32_t vector = get32(p), segment = get32(p + 4);
	uint32_t bits = get32(p + 8) & 0xffff;
	uint64_t addr = get64(p + 16);
	const struct section *s = section_of(&c->im, addr);
	char name[PLACE_LEN];

	if (vector > 255 || segment != 0x10 || !(bits & 0x8000) || !s ||
	    !s->exec)
		return false;
	if (!way_in(c, name_of(&c->im, addr, name, sizeof(name)), addr,
		    bits & 7 ? E_IST : E_GATE, vector_has_error_code(vector)))
		return false;
	if (vector == VEC_NMI)
		c->en.nmi = addr;
	for (size_t i = 0; i < c->en.n; i++)
		if (c->en.entry[i].addr == addr && (bits >> 8 & 15) == GATE_TRAP)
			c->en.entry[i].trap = true;
	return true;
}

static bool all_zero(const uint8_t *p, size_t n)
{
	while (n && !p[n - 1])
		n--;
	return !n;
}

/* It ends where the next symbol begins, or in the zeros before that. */
static bool read_table(struct check *c, const struct symbol *s)
{
	for (uint64_t at = s->addr; symbol_at(&c->im, at) == s;
	     at += GATE_SIZE) {
		const uint8_t *p = image_at(&c->im, at, GATE_SIZE);

		if (!p || (at != s->addr && all_zero(p, GATE_SIZE)) ||
		    symbol_at(&c->im, at + GATE_SIZE - 1) != s)
			return true;
		if (read_gate(c, p))
			continue;
		if (at + GATE_SIZE >= s->addr + s->size && s->size)
			return at != s->addr;
		error_(c, "%s: no table of gates that is known here", s->name);
		return false;
	}
	return true;
}

/* def_idts, apic_idts and so on: all of them are called so. */
static bool is_table(const struct check *c, const struct symbol *s)
{
	const struct section *sec = section_of(&c->im, s->addr);
	size_t n = strlen(s->name);

	return sec && !sec->exec && sec->data &&
	       (!strcmp(s->name, "ia32_idt") ||
		(n > 5 && !strcmp(s->name + n - 5, "_idts")));
}

/*
 * NMI has a stack of its own in every kernel.  A compiler may make code of the
 * table that says so, and with it of the other paranoid entries'.
 */
static bool nmi_is_ist(struct check *c)
{
	for (size_t i = 0; i < c->en.n; i++) {
		const struct entry *e = &c->en.entry[i];

		if (e->addr != c->en.nmi || e->kind == E_IST)
			continue;
		error_(c, "%s: no table gives NMI its stack: code does, which is not read; which entries have one is not known",
		       e->name);
		return false;
	}
	return true;
}

bool idt_tables(struct check *c)
{
	for (size_t i = 0; i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];

		if (!is_table(c, s) || symbol_at(&c->im, s->addr) != s)
			continue;
		if (!read_table(c, s))
			return false;
	}
	return nmi_is_ist(c);
}

/* --- stubs --------------------------------------------------------------- */
/*
 * A stub pushes its vector and jumps to what all of the array share; NOPs and
 * the like aside. False: at *at stands something else; else *at is behind it, and
 * *begin behind what pads the one before.
 */
static bool stub(const struct check *c, uint64_t *at, uint64_t *begin,
		 uint64_t *to)
{
	bool pushed = false;
	struct insn in;

	*begin = 0;
	for (int n = 0; n < 32 && decode_at(&c->im, *at, &in); n++) {
		if (!*begin && in.op != ZYDIS_MNEMONIC_NOP &&
		    in.op != ZYDIS_MNEMONIC_INT3)
			*begin = *at;
		if (in.branch == BR_JMP && pushed) {
			*to = in.target;
			*at += in.len;
			return true;
		}
		if (in.op == ZYDIS_MNEMONIC_PUSH && in.o[0].kind == OP_IMM &&
		    !pushed)
			pushed = true;
		else if (in.op != ZYDIS_MNEMONIC_NOP &&
			 in.op != ZYDIS_MNEMONIC_INT3 &&
			 in.op != ZYDIS_MNEMONIC_ENDBR64 &&
			 in.op != ZYDIS_MNEMONIC_CLAC)
			return false;
		*at += in.len;
	}
	return false;
}

/* All are as the first, which is walked, but for the vector. */
static bool stubs_of(struct check *c, const struct symbol *s)
{
	struct entries *en = &c->en;
	uint64_t at = s->addr, first = 0, to = 0;
	char name[PLACE_LEN];
	struct insn in;

	while (symbol_at(&c->im, at) == s) {
		uint64_t from = at, begin;

		if (stub(c, &at, &begin, &to) && (!first || to == first)) {
			first = to;
			en->alike = grow(en->alike, en->nalike, &en->capalike,
					 sizeof(*en->alike));
			en->alike[en->nalike++] = begin;
			for (uint64_t i = from; i < at; i++)
				mark(c, i, MARK_ALIKE);
			continue;
		}
		at = from;
		if (!decode_at(&c->im, at, &in))
			return true;
		if (in.op == ZYDIS_MNEMONIC_NOP ||
		    in.op == ZYDIS_MNEMONIC_INT3) {	/* behind the last */
			at += in.len;
			continue;
		}
		return way_in(c, place(&c->im, at, name, sizeof(name)), at,
				E_GATE, false);
	}
	return true;
}

bool idt_stubs(struct check *c)
{
	static const char *const arrays[] = { "irq_entries_start",
					      "spurious_entries_start" };

	for (size_t i = 0; i < ARRAY_SIZE(arrays); i++) {
		const struct symbol *s = symbol_named(&c->im, arrays[i]);

		if (s && in_entry_text(c, s->addr) && !stubs_of(c, s))
			return false;
	}
	return true;
}
