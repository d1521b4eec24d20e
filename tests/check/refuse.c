// SPDX-License-Identifier: GPL-2.0-only
/* The paths of a function that asks and refuses. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/refuse.h"
#include "check/util.h"

#define MAX_STEPS 4096		/* of all paths; more: not understood */

/* Of each bit: is it known, and is it set. */
struct bits { uint64_t known, set; };

struct machine {
	const struct check *c;
	const struct symbol *fn;
	const struct refusal *r;
	unsigned int steps;
};

struct at {
	uint64_t ip;
	struct bits reg[NREG];
	int8_t zf, cf;			/* -1: not known */
};

static uint64_t mask(unsigned int size)
{
	return size >= 8 ? UINT64_MAX : (1ull << size * 8) - 1;
}

static struct bits cut(struct bits b, unsigned int size)
{
	return (struct bits){ b.known & mask(size), b.set & mask(size) };
}

static struct bits load(const struct machine *m, const struct operand *o)
{
	uint64_t n = m->r->bit - (uint64_t)o->disp * 8;

	if (!m->r->bit || !o->abs || o->gs || n >= o->size * 8u)
		return (struct bits){ 0, 0 };
	return (struct bits){ 1ull << n, 1ull << n };
}

static struct bits get(const struct machine *m, const struct at *a,
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

static void put(struct at *a, const struct operand *o, struct bits b)
{
	struct bits *r = &a->reg[o->reg];
	uint64_t keep = o->size >= 4 ? 0 : ~mask(o->size);

	if (o->kind != OP_REG || o->reg >= NREG)
		return;
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

/* All that the instruction writes, and the flags. */
static void forget(struct at *a, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].write)
			put(a, &in->o[i], (struct bits){ 0, 0 });
	a->zf = a->cf = -1;
}

static void logic(const struct machine *m, struct at *a, const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	bool same = d->kind == OP_REG && v->kind == OP_REG && d->reg == v->reg;
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
	/* of a difference only that it is one */
	if (in->op == ZYDIS_MNEMONIC_SUB && a->zf != 1)
		b = (struct bits){ 0, 0 };
	if (in->op != ZYDIS_MNEMONIC_CMP && in->op != ZYDIS_MNEMONIC_TEST)
		put(a, d, b);
}

static void bit(const struct machine *m, struct at *a, const struct insn *in)
{
	struct bits b = get(m, a, &in->o[0]);
	uint64_t n = in->o[1].disp & (in->o[0].size * 8 - 1);

	forget(a, in);
	if (in->o[1].kind == OP_IMM && b.known >> n & 1)
		a->cf = b.set >> n & 1;
}

static void shift(const struct machine *m, struct at *a, const struct insn *in)
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
static int8_t holds(const struct at *a, uint16_t op)
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
	default:
		return -1;
	}
}

static bool is_call(const struct insn *in)
{
	return in->branch == BR_CALL || in->branch == BR_CALL_IND;
}

/* Is it the question, by its name and, where that is known, its option? */
static bool is_asked(const struct machine *m, const struct at *a,
		     const struct insn *in)
{
	const struct symbol *f = symbol_at(&m->c->im, in->target);
	const struct bits *option = &a->reg[RSI];
	size_t len = m->r->option ? strlen(m->r->option) + 1 : 0;
	const uint8_t *text;

	if (!m->r->asks || in->branch != BR_CALL || !f ||
	    f->addr != in->target || strcmp(f->name, m->r->asks))
		return false;
	if (~option->known)
		return true;
	text = image_at(&m->c->im, option->set, len);
	return text && !memcmp(text, m->r->option, len);
}

static void call(const struct machine *m, struct at *a, const struct insn *in)
{
	static const enum reg lost[] = { CALL_CLOBBERS };
	bool yes = is_asked(m, a, in);

	for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
		a->reg[lost[i]] = (struct bits){ 0, 0 };
	a->zf = a->cf = -1;
	if (yes)
		a->reg[RAX] = (struct bits){ 0xff, 1 };
}

static void effect(const struct machine *m, struct at *a,
		   const struct insn *in)
{
	const struct bits y = get(m, a, &in->o[1]);
	const struct operand address = { .kind = OP_IMM, .disp = in->o[1].disp };

	switch (in->op) {
	case ZYDIS_MNEMONIC_MOV:
		put(a, &in->o[0], y);
		break;
	case ZYDIS_MNEMONIC_MOVZX:
		put(a, &in->o[0], (struct bits){
			y.known | ~mask(in->o[1].size), y.set });
		break;
	case ZYDIS_MNEMONIC_LEA:
		put(a, &in->o[0], in->o[1].abs ? get(m, a, &address) :
		    (struct bits){ 0, 0 });
		break;
	case ZYDIS_MNEMONIC_AND:
	case ZYDIS_MNEMONIC_OR:
	case ZYDIS_MNEMONIC_XOR:
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_CMP:
	case ZYDIS_MNEMONIC_TEST:
		logic(m, a, in);
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

/* In the function, or in what GCC has put aside of it. */
static bool inside(const struct machine *m, uint64_t to)
{
	const struct symbol *f = function_at(&m->c->im, to);

	return f && !strncmp(f->name, m->fn->name, strlen(m->fn->name));
}

/* One way of a condition. */
static void decide(const struct machine *m, struct at *a,
		   const struct insn *in, bool on)
{
	if (in->branch == BR_JCC)
		a->ip = on ? in->target : a->ip;
	else if (is_set(in->op))
		put(a, &in->o[0], (struct bits){ 0xff, on });
	else
		put(a, &in->o[0], get(m, a, &in->o[on]));
}

/* From there on, on every path. */
static bool all_refuse(struct machine *m, struct at a)
{
	struct insn in;

	while (m->steps++ < MAX_STEPS && inside(m, a.ip) &&
	       decode_at(&m->c->im, a.ip, &in)) {
		a.ip += in.len;
		if (in.branch == BR_RET)
			return a.reg[RAX].known & a.reg[RAX].set;
		if (in.branch == BR_JCC || is_cmov(in.op) || is_set(in.op)) {
			int8_t on = holds(&a, in.op);
			struct at other = a;

			decide(m, &a, &in, on);
			if (on >= 0)
				continue;
			decide(m, &other, &in, false);
			if (!all_refuse(m, other))
				return false;
		} else if (is_call(&in)) {
			call(m, &a, &in);
		} else if (in.branch == BR_JMP) {
			a.ip = in.target;
		} else if (in.branch != BR_NONE) {
			return false;
		} else {
			effect(m, &a, &in);
		}
	}
	return false;
}

bool refuses(const struct check *c, const struct symbol *fn,
	     const struct refusal *r)
{
	struct machine m = { .c = c, .fn = fn, .r = r };

	return all_refuse(&m, (struct at){ .ip = fn->addr, .zf = -1,
					   .cf = -1 });
}
