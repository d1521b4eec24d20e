// SPDX-License-Identifier: GPL-2.0-only
/*
 * Features and mms in registers and flags, on a way through C. What is stored
 * and loaded again is not followed: then a test is none, which is a finding.
 */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/other_mm.h"
#include "check/util.h"
#include "check/ways.h"

#define CAPABILITY_WORDS	19

struct known known_first(void)
{
	return (struct known){
		.reg = REG_NONE, .tested = NO_FEATURE,
		.of = { [RDI] = FROM_PREV, [RSI] = FROM_NEXT },
	};
}

/* --- features ---------------------------------------------------------- */
/* Of the bits at o the number of the feature that bit 0 is; false: no feature. */
static bool feature_bits(const struct check *c, const struct known *k,
			 const struct operand *o, uint64_t *bits)
{
	const struct symbol *cpu = symbol_named(&c->im, "boot_cpu_data");
	uint64_t first = cpu ? cpu->addr + CAPABILITY : 0;

	if (o->kind == OP_REG) {
		*bits = k->bits;
		return o->reg == k->reg && !o->high;
	}
	*bits = (o->disp - first) * 8;
	return cpu && o->kind == OP_MEM && o->abs && !o->gs &&
	       in_range(o->disp, first, first + CAPABILITY_WORDS * 4);
}

/*
 * By an alternative, or where the kernel is built without those for C by a bit
 * of boot_cpu_data: of that a load, a test and a branch are understood, one behind
 * the other.
 */
static void feature_step(const struct check *c, struct known *k,
			 const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	uint64_t bits = 0, m = v->disp;
	bool one;

	k->tested = NO_FEATURE;
	if (in->op == ZYDIS_MNEMONIC_MOV && d->kind == OP_REG &&
	    v->kind == OP_MEM && feature_bits(c, k, v, &bits)) {
		k->reg = d->reg;
		k->bits = bits;
		return;
	}
	if (d->size < 8)
		m &= (1ull << d->size * 8) - 1;
	one = in->op == ZYDIS_MNEMONIC_TEST ? m && !(m & (m - 1)) :
	      in->op == ZYDIS_MNEMONIC_BT;
	if (one && v->kind == OP_IMM && feature_bits(c, k, d, &bits)) {
		k->tested = bits + (in->op == ZYDIS_MNEMONIC_BT ?
			m & (d->size * 8 - 1) : (uint64_t)__builtin_ctzll(m));
		return;
	}
	k->reg = REG_NONE;
	k->bits = 0;
}

/* --- mms --------------------------------------------------------------- */
/* Of one processor, per-CPU variables are variables like any other. */
static bool one_cpu(const struct check *c)
{
	return !symbol_named(&c->im, "__per_cpu_offset");
}

static enum origin origin_of(const struct check *c, const struct known *k,
			     const struct operand *o)
{
	if (o->kind == OP_REG)
		return o->reg < NREG && !o->high ? k->of[o->reg] : FROM_NONE;
	if (o->kind != OP_MEM || o->odd || o->index != REG_NONE)
		return FROM_NONE;
	if (o->abs)
		return o->gs || one_cpu(c) ? FROM_RECORD : FROM_NONE;
	return !o->gs && o->reg < NREG && k->of[o->reg] == FROM_NEXT ?
	       FROM_FIELD : FROM_NONE;
}

/* init_mm has no user mode, and needs none. */
static bool is_init_mm(const struct check *c, const struct operand *o)
{
	const struct symbol *s = symbol_named(&c->im, "init_mm");

	return s && o->kind == OP_IMM && (uint64_t)o->disp == s->addr;
}

/* The next one, or the number that it goes by, against the last one's. */
static bool is_same(const struct check *c, enum origin x, enum origin y,
		    const struct operand *other)
{
	return ((x == FROM_NEXT || x == FROM_FIELD) && y == FROM_RECORD) ||
	       (x == FROM_NEXT && (y == FROM_PREV || is_init_mm(c, other)));
}

/* Makes of its first operand, and of no other value, what it leaves there. */
static bool is_arith(const struct insn *in)
{
	switch (in->op) {
	case ZYDIS_MNEMONIC_INC:
	case ZYDIS_MNEMONIC_DEC:
		return in->o[0].kind == OP_REG;
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_AND:
	case ZYDIS_MNEMONIC_OR:
	case ZYDIS_MNEMONIC_SHR:
	case ZYDIS_MNEMONIC_BTS:
		return in->o[0].kind == OP_REG && in->o[1].kind == OP_IMM;
	default:
		return false;
	}
}

static enum asked_mm asks_mm(const struct check *c, const struct known *k,
			     const struct insn *in)
{
	const struct operand *a = &in->o[0], *b = &in->o[1];
	const enum origin x = origin_of(c, k, a), y = origin_of(c, k, b);
	const bool by_field = x == FROM_FIELD && b->kind == OP_IMM;

	switch (in->op) {
	case ZYDIS_MNEMONIC_CMP:
		if (in->width == 8 && (is_same(c, x, y, b) ||
				       is_same(c, y, x, a)))
			return ASKED_SAME;
		return by_field ? ASKED_FIELD : ASKED_NOTHING;
	case ZYDIS_MNEMONIC_TEST:
		return by_field || (x == FROM_FIELD && a->kind == OP_REG &&
				    b->kind == OP_REG && a->reg == b->reg) ?
		       ASKED_FIELD : ASKED_NOTHING;
	case ZYDIS_MNEMONIC_BT:
		return by_field ? ASKED_BIT : ASKED_NOTHING;
	default:	/* of BTS ZF is what it was */
		return is_arith(in) && x == FROM_FIELD &&
		       in->op != ZYDIS_MNEMONIC_BTS ? ASKED_ZERO :
		       ASKED_NOTHING;
	}
}

/* What in leaves in the register that it writes. */
static enum origin made(const struct check *c, const struct known *k,
			const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	enum origin from = origin_of(c, k, v);

	switch (in->op) {
	case ZYDIS_MNEMONIC_MOV:
		return d->size == 8 || from == FROM_FIELD ? from : FROM_NONE;
	case ZYDIS_MNEMONIC_MOVZX:
		return from == FROM_FIELD ? from : FROM_NONE;
	default:
		return is_arith(in) && k->of[d->reg] == FROM_FIELD ?
		       FROM_FIELD : FROM_NONE;
	}
}

static bool keeps_flags(const struct insn *in)
{
	switch (in->op) {
	case ZYDIS_MNEMONIC_MOV:
	case ZYDIS_MNEMONIC_MOVZX:
	case ZYDIS_MNEMONIC_LEA:
	case ZYDIS_MNEMONIC_NOP:
	case ZYDIS_MNEMONIC_PUSH:
	case ZYDIS_MNEMONIC_POP:
		return true;
	default:
		return false;
	}
}

static void mm_step(const struct check *c, struct known *k,
		    const struct insn *in)
{
	const struct operand *d = &in->o[0];
	enum origin r = FROM_NONE;

	if (d->kind == OP_REG && d->write && d->reg < NREG && !d->high)
		r = made(c, k, in);
	if (!keeps_flags(in))
		k->asked = asks_mm(c, k, in);
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg < NREG)
			k->of[in->o[i].reg] = i ? FROM_NONE : r;
}

void known_step(const struct check *c, struct known *k, const struct insn *in)
{
	static const enum reg lost[] = { CALL_CLOBBERS };

	if (in->branch == BR_NONE) {
		feature_step(c, k, in);
		mm_step(c, k, in);
		return;
	}
	k->reg = REG_NONE;
	k->bits = 0;
	k->tested = NO_FEATURE;
	k->asked = ASKED_NOTHING;
	for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
		k->of[lost[i]] = FROM_NONE;
}

bool known_none_needed(const struct known *k, const struct insn *in,
		       bool taken)
{
	bool zero = in->op == ZYDIS_MNEMONIC_JZ, not = in->op == ZYDIS_MNEMONIC_JNZ;

	switch (k->asked) {
	case ASKED_SAME:
		return (zero && taken) || (not && !taken);
	case ASKED_FIELD:
		return true;
	case ASKED_ZERO:
		return zero || not;
	case ASKED_BIT:
		return in->op == ZYDIS_MNEMONIC_JB ||
		       in->op == ZYDIS_MNEMONIC_JNB;
	default:
		return false;
	}
}
