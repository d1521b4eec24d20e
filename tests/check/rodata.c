// SPDX-License-Identifier: GPL-2.0-only
/* Numbers out of read-only tables. */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/rodata.h"
#include "check/scan.h"
#include "check/util.h"

/* Between two symbols of the linker's; false where it has not both. */
static bool between(const struct image *im, uint64_t addr, const char *from,
		    const char *to)
{
	const struct symbol *lo = symbol_named(im, from);
	const struct symbol *hi = symbol_named(im, to);

	return lo && hi && in_range(addr, lo->addr, hi->addr);
}

/*
 * A section that is mapped so; or what mark_rodata_ro() makes so, but what is
 * written until then, where the image says what that is.
 */
static bool is_constant(const struct image *im, uint64_t addr)
{
	const struct section *sec = section_of(im, addr);

	if (!sec || !sec->data || sec->exec)
		return false;
	return !sec->write ||
	       (between(im, addr, "__start_rodata", "__end_rodata") &&
		symbol_named(im, "__end_ro_after_init") &&
		!between(im, addr, "__start_ro_after_init",
			 "__end_ro_after_init"));
}

static uint64_t address(uint32_t low)
{
	return (int64_t)(int32_t)low;
}

/* The table that the instruction leaves a pointer to; 0: none. */
static uint64_t points_to(const struct scan *s, const struct insn *in)
{
	const struct operand *v = &in->o[1];
	const struct symbol *t;
	uint64_t addr = v->disp;

	if (!(in->op == ZYDIS_MNEMONIC_MOV && v->kind == OP_IMM) &&
	    !(in->op == ZYDIS_MNEMONIC_LEA && v->abs))
		return 0;
	if (v->kind == OP_IMM)
		addr = address(addr);
	t = is_constant(&s->c->im, addr) ? symbol_at(&s->c->im, addr) : NULL;
	return t ? t->addr : 0;
}

/* It goes on within what it points to. */
static bool moves_on(const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];

	switch (in->op) {
	case ZYDIS_MNEMONIC_INC:
	case ZYDIS_MNEMONIC_DEC:
		return true;
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_SUB:
		return v->kind == OP_IMM;
	case ZYDIS_MNEMONIC_LEA:
		return v->reg == d->reg && v->index == REG_NONE;
	default:
		return false;
	}
}

void rodata_count(struct scan *s, const struct insn *in)
{
	static const enum reg lost[] = { CALL_CLOBBERS };
	bool call = in->branch == BR_CALL || in->branch == BR_CALL_IND;

	if (in->op == ZYDIS_MNEMONIC_POP)
		return;
	for (int i = 0; i < in->nop; i++) {
		const struct operand *o = &in->o[i];
		uint64_t to = i == 0 && o->size == 8 ? points_to(s, in) : 0;

		if (o->kind != OP_REG || !o->write || o->reg >= NREG)
			continue;
		if (to && (!s->points[o->reg] || s->points[o->reg] == to))
			s->points[o->reg] = to;
		else if (i || o->size != 8 || !moves_on(in))
			s->astray[o->reg] = true;
	}
	for (size_t i = 0; call && i < ARRAY_SIZE(lost); i++)
		s->astray[lost[i]] = true;
}

/* What all instructions leave in reg, wherever they are come to from. */
static uint64_t pointer(const struct scan *s, enum reg reg)
{
	return reg < NREG && !s->astray[reg] && !s->given[reg] ?
	       s->points[reg] : 0;
}

static uint64_t value(const uint8_t *p, unsigned int size)
{
	uint64_t v = 0;

	while (size--)
		v = v << 8 | p[size];
	return v;
}

/* Is 48h in the table at addr, at so many bytes from each other? */
static enum table look(const struct image *im, uint64_t addr,
		       unsigned int stride, unsigned int size)
{
	const struct symbol *t = symbol_at(im, addr);
	uint64_t end = t ? symbol_end(im, t) : 0;
	uint64_t at = t ? addr - (addr - t->addr) / stride * stride : 0;

	if (!t || at + size > end || !is_constant(im, t->addr) ||
	    !is_constant(im, end - 1))
		return TABLE_NONE;
	for (; at + size <= end; at += stride) {
		const uint8_t *p = image_at(im, at, size);

		if (!p)
			return TABLE_NONE;
		if ((uint32_t)value(p, size) == MSR_SPEC_CTRL)
			return TABLE_MAY;
	}
	return TABLE_OTHER;
}

enum table rodata_load(const struct scan *s, const struct insn *in,
		       bool *known, uint32_t *val)
{
	const struct image *im = &s->c->im;
	const struct operand *m = &in->o[1];
	bool base = m->reg != REG_NONE, index = m->index != REG_NONE;
	uint64_t addr = m->disp;
	unsigned int stride = index ? m->scale : 1;

	if ((in->op != ZYDIS_MNEMONIC_MOV && in->op != ZYDIS_MNEMONIC_MOVZX) ||
	    m->kind != OP_MEM || m->gs || m->odd || !m->size || m->size > 8 ||
	    in->o[0].size < 4)
		return TABLE_NONE;
	if (base && !m->abs) {
		stride = 1;
		if (pointer(s, m->reg)) {
			addr = pointer(s, m->reg);
		} else if (m->reg < NREG && s->known[m->reg]) {
			addr += address(s->val[m->reg]);
			stride = index ? m->scale : 0;
		}
	} else if (!index) {
		stride = 0;
	}
	if (!is_constant(im, addr))
		return TABLE_NONE;
	if (stride)
		return look(im, addr, stride, m->size);
	*known = image_room(im, addr) >= m->size;
	if (*known)
		*val = value(image_at(im, addr, m->size), m->size);
	return TABLE_NONE;
}
