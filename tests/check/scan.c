// SPDX-License-Identifier: GPL-2.0-only
/* A walk over all text that follows no branch. */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/rodata.h"
#include "check/scan.h"
#include "check/util.h"

static const enum reg lost[] = { CALL_CLOBBERS };

static bool is_call(const struct insn *in)
{
	return in->branch == BR_CALL || in->branch == BR_CALL_IND;
}

static void forget_reg(struct scan *s, enum reg reg)
{
	s->table[reg] = TABLE_NONE;
	s->known[reg] = false;
	s->from_arg[reg] = 0;
}

/* What an instruction writes holds no constant any more, and no argument. */
static void forget(struct scan *s, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg < NREG)
			forget_reg(s, in->o[i].reg);
	for (size_t i = 0; is_call(in) && i < ARRAY_SIZE(lost); i++)
		forget_reg(s, lost[i]);
}

/* Where a branch comes in only that holds what one instruction ever writes. */
static void join(struct scan *s)
{
	for (int i = 0; i < NREG; i++) {
		if (s->nwrite[i] > !s->given[i])
			s->from_arg[i] = 0;
		if (s->nwrite[i] != 1 || s->given[i]) {
			s->known[i] = false;
			s->table[i] = TABLE_NONE;
		}
	}
}

static void begin(struct scan *s)
{
	static const enum reg arg[] = { RDI, RSI, RDX, RCX, R8, R9 };

	s->loads_msr = s->pushed = false;
	memset(s->known, 0, sizeof(s->known));
	memset(s->nwrite, 0, sizeof(s->nwrite));
	memset(s->from_arg, 0, sizeof(s->from_arg));
	memset(s->given, 0, sizeof(s->given));
	memset(s->table, 0, sizeof(s->table));
	memset(s->points, 0, sizeof(s->points));
	memset(s->astray, 0, sizeof(s->astray));
	for (size_t i = 0; i < ARRAY_SIZE(arg); i++) {
		s->from_arg[arg[i]] = i + 1;
		s->given[arg[i]] = true;
	}
}

/* How often each register is written; what is taken back does not count. */
static void count(struct scan *s, const struct insn *in)
{
	if (in->op == ZYDIS_MNEMONIC_POP)
		return;
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg < NREG)
			s->nwrite[in->o[i].reg]++;
	for (size_t i = 0; is_call(in) && i < ARRAY_SIZE(lost); i++)
		s->nwrite[lost[i]]++;
}

/* The constant that o holds. */
static bool constant(const struct scan *s, const struct operand *o,
		     uint32_t *val)
{
	if (o->kind == OP_IMM) {
		*val = o->disp;
		return true;
	}
	if (o->kind != OP_REG || o->reg >= NREG || o->high)
		return false;
	*val = s->val[o->reg];
	return s->known[o->reg];
}

static bool by_lea(const struct scan *s, const struct operand *m,
		   uint32_t *val)
{
	bool base = m->reg < NREG, index = m->index < NREG;

	*val = m->disp + (base ? s->val[m->reg] : 0) +
	       (index ? s->val[m->index] * m->scale : 0);
	return (!base || s->known[m->reg]) && (!index || s->known[m->index]);
}

/* What x and y make; false: not followed. */
static bool binary(uint16_t op, uint32_t x, uint32_t y, uint32_t *val)
{
	switch (op) {
	case ZYDIS_MNEMONIC_ADD:
		*val = x + y;
		return true;
	case ZYDIS_MNEMONIC_SUB:
		*val = x - y;
		return true;
	case ZYDIS_MNEMONIC_OR:
		*val = x | y;
		return true;
	case ZYDIS_MNEMONIC_XOR:
		*val = x ^ y;
		return true;
	case ZYDIS_MNEMONIC_AND:
		*val = x & y;
		return true;
	case ZYDIS_MNEMONIC_SHL:
		*val = x << (y & 31);
		return true;
	case ZYDIS_MNEMONIC_SHR:
		*val = x >> (y & 31);
		return true;
	case ZYDIS_MNEMONIC_ROL:
		*val = x << (y & 31) | x >> (-y & 31);
		return true;
	case ZYDIS_MNEMONIC_ROR:
		*val = x >> (y & 31) | x << (-y & 31);
		return true;
	case ZYDIS_MNEMONIC_IMUL:
		*val = x * y;
		return true;
	case ZYDIS_MNEMONIC_BTS:
		*val = x | 1u << (y & 31);
		return true;
	case ZYDIS_MNEMONIC_BTR:
		*val = x & ~(1u << (y & 31));
		return true;
	case ZYDIS_MNEMONIC_BTC:
		*val = x ^ 1u << (y & 31);
		return true;
	default:
		return false;
	}
}

static bool unary(uint16_t op, uint32_t x, uint32_t *val)
{
	*val = op == ZYDIS_MNEMONIC_INC ? x + 1 :
	       op == ZYDIS_MNEMONIC_DEC ? x - 1 :
	       op == ZYDIS_MNEMONIC_NOT ? ~x :
	       op == ZYDIS_MNEMONIC_BSWAP ? __builtin_bswap32(x) : -x;
	return op == ZYDIS_MNEMONIC_INC || op == ZYDIS_MNEMONIC_DEC ||
	       op == ZYDIS_MNEMONIC_NOT || op == ZYDIS_MNEMONIC_NEG ||
	       op == ZYDIS_MNEMONIC_BSWAP;
}

/* Of a part of a register the rest stays. */
static bool by_mov(const struct scan *s, const struct insn *in, uint32_t *val)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	uint32_t x = 0, y = 0, part = d->size == 2 ? 0xffff : 0xff;

	if (!constant(s, v, &y) || d->high)
		return false;
	if (in->op == ZYDIS_MNEMONIC_MOVZX)
		y &= v->size == 2 ? 0xffff : 0xff;
	*val = y;
	if (d->size >= 4)
		return true;
	*val = (s->val[d->reg] & ~part) | (y & part);
	return constant(s, d, &x);
}

/* The ways in which compilers and assembler make a small number. */
static bool result(const struct scan *s, const struct insn *in, uint32_t *val)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	uint32_t x = 0, y = 0;

	switch (in->op) {
	case ZYDIS_MNEMONIC_POP:
		*val = s->push;
		return s->pushed;
	case ZYDIS_MNEMONIC_LEA:
		return by_lea(s, v, val);
	case ZYDIS_MNEMONIC_MOV:
	case ZYDIS_MNEMONIC_MOVZX:
		return in->nvisible == 2 && by_mov(s, in, val);
	case ZYDIS_MNEMONIC_XOR:
	case ZYDIS_MNEMONIC_SUB:
		*val = 0;
		if (v->kind == OP_REG && v->reg == d->reg && d->size >= 4)
			return true;
		break;
	}
	if (d->size < 4)
		return false;
	if (in->nvisible == 1)
		return constant(s, d, &x) && unary(in->op, x, val);
	if (in->nvisible == 3)	/* IMUL only */
		return constant(s, v, &x) && constant(s, &in->o[2], &y) &&
		       binary(in->op, x, y, val);
	return in->nvisible == 2 && constant(s, d, &x) && constant(s, v, &y) &&
	       binary(in->op, x, y, val);
}

/* The argument of the function that the instruction leaves in its register. */
static uint8_t passes(const struct scan *s, const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];

	if (in->op != ZYDIS_MNEMONIC_MOV || v->kind != OP_REG ||
	    v->reg >= NREG || d->size < 4)
		return 0;
	return s->from_arg[v->reg];
}

/* By a load, or moved from where one has put it. */
static uint8_t of_table(const struct scan *s, const struct insn *in,
			bool *known, uint32_t *val)
{
	const struct operand *v = &in->o[1];

	if (in->nvisible != 2)
		return TABLE_NONE;
	if (in->op == ZYDIS_MNEMONIC_MOV && v->kind == OP_REG &&
	    v->reg < NREG && in->o[0].size >= 4)
		return s->table[v->reg];
	return *known ? TABLE_NONE : rodata_load(s, in, known, val);
}

static void track(struct scan *s, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	bool reg = in->nvisible && d->kind == OP_REG && d->reg < NREG;
	uint32_t val = 0;
	bool known = reg && result(s, in, &val);
	uint8_t arg = reg ? passes(s, in) : 0;
	uint8_t table = reg ? of_table(s, in, &known, &val) : TABLE_NONE;

	forget(s, in);
	if (reg)
		s->table[d->reg] = table;
	if (arg)
		s->from_arg[d->reg] = arg;
	if (known) {
		s->known[d->reg] = true;
		s->val[d->reg] = val;
		s->loads_msr |= val == MSR_SPEC_CTRL;
	}
	s->pushed = in->op == ZYDIS_MNEMONIC_PUSH && d->kind == OP_IMM;
	s->push = d->disp;
}

/*
 * A jump into the middle of another function takes along what it knows: one that
 * the compiler has split, the cold part of it.
 */
static void onward(struct scan *s, const struct insn *jump)
{
	const struct symbol *fn = function_at(&s->c->im, jump->target);
	struct scan on = *s;
	struct insn in;

	if ((jump->branch != BR_JMP && jump->branch != BR_JCC) || !fn ||
	    fn->addr == jump->target || in_range(jump->target, s->from, s->to) ||
	    !s->onward)
		return;
	on.fn = fn;
	memset(on.from_arg, 0, sizeof(on.from_arg));
	memset(on.table, 0, sizeof(on.table));
	for (on.here = jump->target; on.here < symbol_end(&s->c->im, fn) &&
	     decode_at(&s->c->im, on.here, &in) && in.branch == BR_NONE;
	     on.here += in.len) {
		s->onward(&on, &in);
		track(&on, &in);
	}
}

static void one(struct scan *s, const struct insn *in)
{
	if (in->op == ZYDIS_MNEMONIC_RDMSR || in->op == ZYDIS_MNEMONIC_WRMSR) {
		if (s->msr)
			s->msr(s, in);
	} else if (s->call && in->branch != BR_NONE && in->branch != BR_JCC) {
		s->call(s, in);
	}
	onward(s, in);
	track(s, in);
}

/* One of them, of which each begins with what was known ahead of the site. */
static void alternative(struct scan *s, const struct alt *a)
{
	struct insn in;

	for (uint64_t p = a->repl; p < a->repl + a->rlen; p += in.len) {
		if (!decode_at(&s->c->im, p, &in))
			break;
		s->here = a->site + (p - a->repl);
		one(s, &in);
	}
}

/*
 * What may stand there in place of it, before what does. A call in one of them
 * takes no number away from the call that it replaces: only a number that one
 * of them loads goes on.
 */
static void alternatives(struct scan *s, uint64_t at)
{
	size_t first, n = alts_at(&s->c->t, at, &first);
	const struct scan ahead = *s;
	bool loads[NREG] = { false };

	if (!n || s->c->t.alt[first].site != at)
		return;
	for (size_t i = 0; i < n; i++) {
		memcpy(s->known, ahead.known, sizeof(s->known));
		memcpy(s->val, ahead.val, sizeof(s->val));
		memcpy(s->from_arg, ahead.from_arg, sizeof(s->from_arg));
		alternative(s, &s->c->t.alt[first + i]);
		for (int r = 0; r < NREG; r++)
			loads[r] |= s->known[r] && s->val[r] == MSR_SPEC_CTRL;
	}
	for (int r = 0; r < NREG; r++) {
		s->known[r] = loads[r] || ahead.known[r];
		s->val[r] = loads[r] ? MSR_SPEC_CTRL : ahead.val[r];
		s->from_arg[r] = loads[r] ? 0 : ahead.from_arg[r];
		s->table[r] = TABLE_NONE;
	}
}

/* Megabytes of it stand between two sections that are one in the file. */
static size_t padding(const uint8_t *p, size_t len)
{
	size_t n = 0;

	if (*p != 0 && *p != 0x90 && *p != 0xcc)
		return 0;
	while (n < len && p[n] == *p)
		n++;
	return n < 32 ? 0 : n;
}

/* False: no instruction there, and *len bytes without one. */
static bool insn_at(const struct scan *s, const uint8_t *p, uint64_t at,
		    struct insn *in, size_t *len)
{
	p += at - s->from;
	*len = padding(p, s->to - at);
	if (!*len && decode(p, s->to - at, at, in)) {
		*len = in->len;
		return true;
	}
	*len += !*len;
	return false;
}

/* The number is loaded, or what may be one is compared with it. */
static bool has_msr(const struct insn *in)
{
	const struct operand *v = &in->o[in->nvisible == 2];

	if (in->op == ZYDIS_MNEMONIC_CMP && in->o[0].size < 4)
		return false;
	return (in->op == ZYDIS_MNEMONIC_MOV || in->op == ZYDIS_MNEMONIC_CMP ||
		in->op == ZYDIS_MNEMONIC_PUSH) && v->kind == OP_IMM &&
	       v->disp == MSR_SPEC_CTRL;
}

/* Where a branch goes, and whether 48h is anywhere. */
static void labels(struct scan *s, const uint8_t *p)
{
	struct insn in;
	size_t len;

	for (uint64_t at = s->from; at < s->to; at += len) {
		if (!insn_at(s, p, at, &in, &len))
			continue;
		s->loads_msr |= has_msr(&in);
		count(s, &in);
		rodata_count(s, &in);
		if ((in.branch == BR_JMP || in.branch == BR_JCC) &&
		    in.target - s->from < s->to - s->from)
			s->label[in.target - s->from] = 1;
	}
}

static size_t first_alt(const struct tables *t, uint64_t addr)
{
	size_t lo = 0, hi = t->nalt;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->alt[mid].site < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The bytes of a function, or what is put into it. */
static bool wanted(struct scan *s, const uint8_t *p, size_t len)
{
	const struct tables *t = &s->c->t;
	size_t i = first_alt(t, s->from);

	if (s->wanted(s, p, len, s->from))
		return true;
	for (; i < t->nalt &&
	     t->alt[i].site < s->to; i++)
		if (t->alt[i].rlen &&
		    s->wanted(s, image_at(&s->c->im, t->alt[i].repl,
					  t->alt[i].rlen), t->alt[i].rlen,
			      t->alt[i].repl))
			return true;
	return false;
}

static void range(struct scan *s, uint64_t from, uint64_t to,
		  const struct symbol *fn)
{
	const uint8_t *p = image_at(&s->c->im, from, to - from);
	struct insn in;
	size_t len;

	s->from = from;
	s->to = to;
	s->fn = fn;
	if (!p || !wanted(s, p, to - from))
		return;
	s->label = calloc(1, to - from);
	if (!s->label)
		out_of_memory();
	begin(s);
	labels(s, p);
	for (uint64_t at = from; at < to; at += len) {
		if (s->label[at - from])
			join(s);
		alternatives(s, at);
		s->here = at;
		if (insn_at(s, p, at, &in, &len))
			one(s, &in);
		else
			memset(s->known, 0, sizeof(s->known));
	}
	free(s->label);
	s->label = NULL;
}

/* Function by function, the bytes between them as well. */
void scan_text(struct scan *s)
{
	const struct image *im = &s->c->im;

	for (size_t i = 0; i < im->nsec; i++) {
		const struct section *sec = &im->sec[i];
		uint64_t at = sec->addr, end = sec->addr + sec->size;
		const struct symbol *fn = symbol_at(im, at);

		if (!sec->exec || !sec->data ||
		    !strcmp(sec->name, ".altinstr_replacement"))
			continue;
		if (fn && fn->addr < at)
			fn = NULL;
		for (size_t k = 0; k < im->nsym; k++) {
			const struct symbol *f = &im->sym[k];

			if (!f->func || f->addr <= at || f->addr >= end)
				continue;
			range(s, at, f->addr, fn);
			at = f->addr;
			fn = symbol_at(im, at);
		}
		range(s, at, end, fn);
	}
}
