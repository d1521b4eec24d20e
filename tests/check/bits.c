// SPDX-License-Identifier: GPL-2.0-only
/* Which bits of each register are known, from instruction to instruction. */
#include <Zydis/Zydis.h>

#include "check/bits.h"
#include "check/decode.h"
#include "check/util.h"

static uint64_t mask(unsigned int size)
{
	return size >= 8 ? UINT64_MAX : (1ull << size * 8) - 1;
}

static struct bits cut(struct bits b, unsigned int size)
{
	return (struct bits){ b.known & mask(size), b.set & mask(size) };
}

static struct bits load(const struct memory *m, const struct operand *o)
{
	uint64_t n = m->bit - (uint64_t)o->disp * 8;
	uint64_t at = m->byte - (uint64_t)o->disp;
	struct bits b = { 0, 0 };

	if (!o->abs || o->gs || o->size > 8)
		return b;
	if (m->bit && n < o->size * 8u)
		b = (struct bits){ 1ull << n, m->clear ? 0 : 1ull << n };
	if (m->byte && at < o->size) {
		b.known |= 0xffull << at * 8;
		b.set |= (uint64_t)m->value << at * 8;
	}
	return b;
}

static struct bits get(const struct memory *m, const struct bits_at *a,
		       const struct operand *o)
{
	if (o->kind == OP_IMM)
		return (struct bits){ UINT64_MAX, o->disp };
	if (o->kind == OP_MEM)
		return load(m, o);
	if (o->kind != OP_REG || o->reg >= NREG || o->high)
		return (struct bits){ 0, 0 };
	return cut(a->reg[o->reg], o->size);
}

static void put(struct bits_at *a, const struct operand *o, struct bits b)
{
	uint64_t keep = o->size >= 4 ? 0 : ~mask(o->size);
	struct bits *r;

	if (o->kind != OP_REG || o->reg >= NREG)
		return;
	r = &a->reg[o->reg];
	if (o->high)
		b = (struct bits){ 0, 0 };
	b = cut(b, o->size);
	if (o->size == 4)
		b.known |= ~mask(4);
	r->known = o->high ? 0 : (r->known & keep) | b.known;
	r->set = ((r->set & keep) | b.set) & r->known;
}

/* ZF of a result. */
static int8_t is_zero(struct bits b, unsigned int size)
{
	if (b.known & b.set & mask(size))
		return 0;
	return (b.known & mask(size)) == mask(size) ? 1 : -1;
}

static struct bits combine(uint16_t op, struct bits x, struct bits y)
{
	struct bits b = { x.known & y.known, 0 };

	if (op == ZYDIS_MNEMONIC_AND || op == ZYDIS_MNEMONIC_TEST) {
		b.known |= (x.known & ~x.set) | (y.known & ~y.set);
		b.set = x.set & y.set;
	} else if (op == ZYDIS_MNEMONIC_OR) {
		b.set = x.set | y.set;
		b.known |= x.set | y.set;
	} else {	/* XOR; what differs, of CMP and SUB */
		b.set = (x.set ^ y.set) & b.known;
	}
	return b;
}

/*
 * All that the instruction writes, and the flags. The upper half too: BSF of 0
 * and CMPXCHG do not clear it always.
 */
static void forget(struct bits_at *a, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++) {
		const struct operand *o = &in->o[i];

		if (o->write && o->kind == OP_REG && o->reg < NREG)
			a->reg[o->reg] = (struct bits){ 0, 0 };
	}
	a->zf = a->cf = -1;
}

static bool is_whole(struct bits b, unsigned int size)
{
	return !(~b.known & mask(size));
}

/* Of two numbers that are known whole, else only that there is one. */
static struct bits difference(struct bits_at *a, struct bits x, struct bits y,
			      unsigned int size, struct bits b)
{
	if (!is_whole(x, size) || !is_whole(y, size))
		return a->zf == 1 ? b : (struct bits){ 0, 0 };
	a->cf = (x.set & mask(size)) < (y.set & mask(size));
	return (struct bits){ UINT64_MAX, (x.set - y.set) & mask(size) };
}

static void logic(const struct memory *m, struct bits_at *a, const struct insn *in)
{
	const struct bits_at was = *a, *a0 = &was;
	const struct operand *d = &in->o[0], *v = &in->o[1];
	bool same = d->kind == OP_REG && v->kind == OP_REG &&
		    d->reg == v->reg && d->high == v->high;
	bool differ = in->op == ZYDIS_MNEMONIC_XOR ||
		      in->op == ZYDIS_MNEMONIC_SUB ||
		      in->op == ZYDIS_MNEMONIC_CMP;
	struct bits b = combine(in->op, get(m, a, d), get(m, a, v));

	if (same && differ)
		b = (struct bits){ UINT64_MAX, 0 };
	forget(a, in);
	a->zf = is_zero(b, d->size);
	if (!differ || in->op == ZYDIS_MNEMONIC_XOR)
		a->cf = 0;
	if (differ && in->op != ZYDIS_MNEMONIC_XOR)
		b = difference(a, get(m, a0, d), get(m, a0, v), d->size, b);
	if (in->op != ZYDIS_MNEMONIC_CMP && in->op != ZYDIS_MNEMONIC_TEST)
		put(a, d, b);
}

static void negate(const struct memory *m, struct bits_at *a, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	struct bits b = get(m, a, d);

	forget(a, in);
	a->zf = is_zero(b, d->size);
	a->cf = a->zf < 0 ? -1 : !a->zf;
	if (is_whole(b, d->size))
		put(a, d, (struct bits){ UINT64_MAX, -b.set });
}

/* INC, and ADD of a number; CF is not asked for behind them. */
static void add(const struct memory *m, struct bits_at *a, const struct insn *in,
		uint64_t n)
{
	const struct operand *d = &in->o[0];
	struct bits b = get(m, a, d);

	forget(a, in);
	if (!is_whole(b, d->size))
		return;
	b = (struct bits){ UINT64_MAX, b.set + n };
	a->zf = is_zero(b, d->size);
	put(a, d, b);
}

/* SBB of a register and itself: CF in each bit, and CF stays. */
static void spread(struct bits_at *a, const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	int8_t cf = a->cf;

	forget(a, in);
	if (cf < 0 || d->kind != OP_REG || v->kind != OP_REG ||
	    d->reg != v->reg || d->high != v->high)
		return;
	a->cf = cf;
	a->zf = !cf;
	put(a, d, (struct bits){ UINT64_MAX, cf ? UINT64_MAX : 0 });
}

static void bit(const struct memory *m, struct bits_at *a, const struct insn *in)
{
	struct bits b = get(m, a, &in->o[0]);
	uint64_t n = in->o[1].disp & (in->o[0].size * 8 - 1);

	forget(a, in);
	if (in->o[1].kind == OP_IMM && b.known >> n & 1)
		a->cf = b.set >> n & 1;
}

static void shift(const struct memory *m, struct bits_at *a, const struct insn *in)
{
	struct bits b = get(m, a, &in->o[0]);
	uint64_t n = in->o[1].disp & (in->o[0].size == 8 ? 63 : 31);

	forget(a, in);
	if (in->o[1].kind != OP_IMM || !n || n >= in->o[0].size * 8u)
		return;
	if (b.known >> (n - 1) & 1)
		a->cf = b.set >> (n - 1) & 1;
	b.known = b.known >> n | ~(mask(in->o[0].size) >> n);
	b.set >>= n;
	a->zf = is_zero(b, in->o[0].size);
	put(a, &in->o[0], b);
}

/* Is it taken, or its move done: 1, 0; -1: not known. */
int8_t bits_hold(const struct bits_at *a, uint16_t op)
{
	switch (op) {
	case ZYDIS_MNEMONIC_JZ:
	case ZYDIS_MNEMONIC_CMOVZ:
	case ZYDIS_MNEMONIC_SETZ:
		return a->zf;
	case ZYDIS_MNEMONIC_JNZ:
	case ZYDIS_MNEMONIC_CMOVNZ:
	case ZYDIS_MNEMONIC_SETNZ:
		return a->zf < 0 ? -1 : !a->zf;
	case ZYDIS_MNEMONIC_JB:
	case ZYDIS_MNEMONIC_CMOVB:
	case ZYDIS_MNEMONIC_SETB:
		return a->cf;
	case ZYDIS_MNEMONIC_JNB:
	case ZYDIS_MNEMONIC_CMOVNB:
	case ZYDIS_MNEMONIC_SETNB:
		return a->cf < 0 ? -1 : !a->cf;
	case ZYDIS_MNEMONIC_JBE:
	case ZYDIS_MNEMONIC_JNBE:
		if (a->zf != 1 && a->cf != 1 && (a->zf < 0 || a->cf < 0))
			return -1;
		return (a->zf == 1 || a->cf == 1) ==
		       (op == ZYDIS_MNEMONIC_JBE);
	default:
		return -1;
	}
}

/* Of a register that is known whole, or none: KASAN has GCC compare so. */
static struct bits address(const struct bits_at *a, const struct operand *o)
{
	if (o->abs)
		return (struct bits){ UINT64_MAX, o->disp };
	if (o->odd || o->reg >= NREG || o->index != REG_NONE || ~a->reg[o->reg].known)
		return (struct bits){ 0, 0 };
	return (struct bits){ UINT64_MAX, a->reg[o->reg].set + o->disp };
}

bool bits_spoil(const struct memory *m, const struct bits_at *a,
		const struct insn *in)
{
	bool far = in->op == ZYDIS_MNEMONIC_BTS || in->op == ZYDIS_MNEMONIC_BTR ||
		   in->op == ZYDIS_MNEMONIC_BTC;

	far = far && in->o[1].kind != OP_IMM;
	for (int i = 0; i < in->nop; i++) {
		const struct operand *o = &in->o[i];
		struct bits at = address(a, o);

		if (o->kind != OP_MEM || !o->write || o->gs || ~at.known)
			continue;
		if (far || !o->size ||	/* how far is not known */
		    (m->byte && m->byte - at.set < o->size) ||
		    (m->bit && m->bit - at.set * 8 < o->size * 8u))
			return true;
	}
	return false;
}

void bits_effect(const struct memory *m, struct bits_at *a,
		   const struct insn *in)
{
	const struct bits y = get(m, a, &in->o[1]);

	switch (in->op) {
	case ZYDIS_MNEMONIC_MOV:
		put(a, &in->o[0], y);
		break;
	case ZYDIS_MNEMONIC_MOVZX:
		put(a, &in->o[0], (struct bits){
			y.known | ~mask(in->o[1].size), y.set });
		break;
	case ZYDIS_MNEMONIC_LEA:
		put(a, &in->o[0], address(a, &in->o[1]));
		break;
	case ZYDIS_MNEMONIC_AND:
	case ZYDIS_MNEMONIC_OR:
	case ZYDIS_MNEMONIC_XOR:
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_CMP:
	case ZYDIS_MNEMONIC_TEST:
		logic(m, a, in);
		break;
	case ZYDIS_MNEMONIC_NEG:
		negate(m, a, in);
		break;
	case ZYDIS_MNEMONIC_INC:
		add(m, a, in, 1);
		break;
	case ZYDIS_MNEMONIC_ADD:
		if (in->o[1].kind == OP_IMM)
			add(m, a, in, in->o[1].disp);
		else
			forget(a, in);
		break;
	case ZYDIS_MNEMONIC_SBB:
		spread(a, in);
		break;
	case ZYDIS_MNEMONIC_BT:
		bit(m, a, in);
		break;
	case ZYDIS_MNEMONIC_SHR:
		shift(m, a, in);
		break;
	case ZYDIS_MNEMONIC_NOP:
	case ZYDIS_MNEMONIC_ENDBR64:
		break;
	case ZYDIS_MNEMONIC_PUSH:
		break;
	case ZYDIS_MNEMONIC_POP:
		put(a, &in->o[0], (struct bits){ 0, 0 });
		break;
	default:
		forget(a, in);
	}
}

/* A move that a condition decides; false: it is none. */
static bool is_cmov(uint16_t op)
{
	return op == ZYDIS_MNEMONIC_CMOVZ || op == ZYDIS_MNEMONIC_CMOVNZ ||
	       op == ZYDIS_MNEMONIC_CMOVB || op == ZYDIS_MNEMONIC_CMOVNB;
}

static bool is_set(uint16_t op)
{
	return op == ZYDIS_MNEMONIC_SETZ || op == ZYDIS_MNEMONIC_SETNZ ||
	       op == ZYDIS_MNEMONIC_SETB || op == ZYDIS_MNEMONIC_SETNB;
}

/* One way of a condition. */
void bits_decide(const struct memory *m, struct bits_at *a,
		 const struct insn *in, bool on)
{
	if (in->branch == BR_JCC)
		a->ip = on ? in->target : a->ip;
	else if (is_set(in->op))
		put(a, &in->o[0], (struct bits){ 0xff, on });
	else
		put(a, &in->o[0], get(m, a, &in->o[on]));
}

bool bits_fork(const struct insn *in)
{
	return in->branch == BR_JCC || is_cmov(in->op) || is_set(in->op);
}

void bits_call(struct bits_at *a)
{
	static const enum reg lost[] = { CALL_CLOBBERS };

	for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
		a->reg[lost[i]] = (struct bits){ 0, 0 };
	a->zf = a->cf = -1;
}
