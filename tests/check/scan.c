// SPDX-License-Identifier: GPL-2.0-only
/* A walk over all text that follows no branch. */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/scan.h"
#include "check/util.h"

/* What an instruction writes holds no constant any more. */
static void forget(struct scan *s, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg < NREG)
			s->known[in->o[i].reg] = false;
	if (in->branch == BR_CALL || in->branch == BR_CALL_IND) {
		static const enum reg lost[] = { CALL_CLOBBERS };

		for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
			s->known[lost[i]] = false;
	}
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

	*val = m->disp + (base ? s->val[m->reg] : 0);
	return !index && !m->rip && (!base || s->known[m->reg]);
}

/* The ways in which compilers and assembler make a small number. */
static bool result(const struct scan *s, const struct insn *in, uint32_t *val)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	uint32_t x = 0, y = 0;
	bool old = constant(s, d, &x);

	if (in->op == ZYDIS_MNEMONIC_POP) {
		*val = s->push;
		return s->pushed;
	}
	if (in->op == ZYDIS_MNEMONIC_LEA)
		return by_lea(s, v, val);
	if (in->op == ZYDIS_MNEMONIC_XOR && v->kind == OP_REG &&
	    v->reg == d->reg) {
		*val = 0;
		return true;
	}
	if (in->nvisible < 2 || !constant(s, v, &y))
		return false;
	*val = in->op == ZYDIS_MNEMONIC_ADD ? x + y :
	       in->op == ZYDIS_MNEMONIC_SUB ? x - y :
	       in->op == ZYDIS_MNEMONIC_OR ? x | y :
	       in->op == ZYDIS_MNEMONIC_XOR ? x ^ y :
	       in->op == ZYDIS_MNEMONIC_AND ? x & y :
	       d->size < 4 ? (x & ~0xffu) | (y & 0xff) : y;
	if (in->op == ZYDIS_MNEMONIC_MOV)
		return d->size != 2 && !d->high && (d->size >= 4 || old);
	return old && d->size >= 4 &&
	       (in->op == ZYDIS_MNEMONIC_ADD || in->op == ZYDIS_MNEMONIC_SUB ||
		in->op == ZYDIS_MNEMONIC_OR || in->op == ZYDIS_MNEMONIC_XOR ||
		in->op == ZYDIS_MNEMONIC_AND);
}

static void track(struct scan *s, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	bool reg = in->nvisible && d->kind == OP_REG && d->reg < NREG;
	uint32_t val = 0;
	bool known = reg && result(s, in, &val);

	forget(s, in);
	if (known) {
		s->known[d->reg] = true;
		s->val[d->reg] = val;
		s->loads_msr |= val == MSR_SPEC_CTRL;
	}
	s->pushed = in->op == ZYDIS_MNEMONIC_PUSH && d->kind == OP_IMM;
	s->push = d->disp;
}

static void one(struct scan *s, const struct insn *in)
{
	s->each(s, in);
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
		alternative(s, &s->c->t.alt[first + i]);
		for (int r = 0; r < NREG; r++)
			loads[r] |= s->known[r] && s->val[r] == MSR_SPEC_CTRL;
	}
	for (int r = 0; r < NREG; r++) {
		s->known[r] = loads[r] || ahead.known[r];
		s->val[r] = loads[r] ? MSR_SPEC_CTRL : ahead.val[r];
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

static bool loads_msr(const struct insn *in)
{
	const struct operand *v = &in->o[in->nvisible == 2];

	return (in->op == ZYDIS_MNEMONIC_MOV ||
		in->op == ZYDIS_MNEMONIC_PUSH) && v->kind == OP_IMM &&
	       v->disp == MSR_SPEC_CTRL;
}

/* Where a branch goes, and whether 48h is loaded anywhere. */
static void labels(struct scan *s, const uint8_t *p)
{
	struct insn in;
	size_t len;

	for (uint64_t at = s->from; at < s->to; at += len) {
		if (!insn_at(s, p, at, &in, &len))
			continue;
		s->loads_msr |= loads_msr(&in);
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

	if (s->wanted(p, len))
		return true;
	for (; i < t->nalt &&
	     t->alt[i].site < s->to; i++)
		if (t->alt[i].rlen &&
		    s->wanted(image_at(&s->c->im, t->alt[i].repl,
				       t->alt[i].rlen), t->alt[i].rlen))
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
	s->loads_msr = s->pushed = false;
	memset(s->known, 0, sizeof(s->known));
	labels(s, p);
	for (uint64_t at = from; at < to; at += len) {
		if (s->label[at - from])
			memset(s->known, 0, sizeof(s->known));
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
		const struct symbol *fn = NULL;

		if (!sec->exec || !sec->data ||
		    !strcmp(sec->name, ".altinstr_replacement"))
			continue;
		for (size_t k = 0; k < im->nsym; k++) {
			const struct symbol *f = &im->sym[k];

			if (!f->func || f->addr <= at || f->addr >= end)
				continue;
			range(s, at, f->addr, fn);
			at = f->addr;
			fn = symbol_at(im, at);
		}
		if (fn == NULL)
			fn = symbol_at(im, at);
		range(s, at, end, fn);
	}
}
