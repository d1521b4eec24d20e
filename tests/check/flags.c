// SPDX-License-Identifier: GPL-2.0-only
/* What the flags say after an instruction that tests something. */
#include <string.h>

#include "check/flags.h"

void flags_top(struct state *s)
{
	memset(&s->fl, 0, sizeof(s->fl));
}

static void flags_const(struct state *s, bool zf, bool sf, bool cf)
{
	flags_top(s);
	s->fl.kind = F_CONST;
	s->fl.zf = zf;
	s->fl.sf = sf;
	s->fl.cf = cf;
}

void flags_equal(struct state *s, const struct operand *o, int64_t c)
{
	if (s->fl.kind != F_TOP || o->kind != OP_REG || o->reg >= NREG ||
	    o->size < 4 || s->r[o->reg].kind == V_CONST)
		return;
	s->fl.kind = F_VALUE;
	s->fl.reg = o->reg;
	s->fl.size = o->size;
	s->fl.c = o->size == 4 ? (uint32_t)c : (uint64_t)c;
}

void flags_written(struct state *s, const struct insn *in)
{
	for (int i = 0; s->fl.kind == F_VALUE && i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg == s->fl.reg)
			flags_top(s);
}

void flags_of(struct state *s, struct val v, int size)
{
	int64_t c = v.c;

	if (size == 4)
		c = (int32_t)c;
	else if (size == 2)
		c = (int16_t)c;
	else if (size == 1)
		c = (int8_t)c;
	if (v.kind == V_CONST && size)
		flags_const(s, !c, c < 0, false);
	else
		flags_top(s);
}

/*
 * IF of the frame that goes back to unprotected code of the kernel is 0: it was
 * so at delivery (R7), and C does not set it there.
 */
static bool is_off_irq(const struct state *s, const struct val *v,
		       unsigned int bit)
{
	return v->kind == V_FRAME && v->c == 2 && bit == 9 &&
	       s->from == FROM_KERNEL && s->dibrs == NO;
}

void flags_bit(struct state *s, struct val v, unsigned int bit, bool on_cf)
{
	if (is_off_irq(s, &v, bit)) {
		flags_const(s, !on_cf, false, false);
		return;
	}
	flags_top(s);
	if (v.kind == V_CR3 && bit == 12) {
		s->fl.kind = F_CR3;
		s->fl.bit = v.c == MAYBE ? s->dcr3 : v.c;
	} else if (v.kind == V_MSR && bit == 0 && v.bit0 == B_ASIS &&
		   (v.part == P_FULL || v.part == P_LO)) {
		s->fl.kind = F_IBRS;
	} else if (v.kind == V_MSR && bit == 1 && v.part <= P_LO) {
		s->fl.kind = F_STIBP;
	}
	s->fl.on_cf = on_cf;
}

void flags_test(struct state *s, const struct insn *in, struct val x,
		struct val y)
{
	const struct operand *a = &in->o[0], *b = &in->o[1];

	if (a->kind == OP_REG && b->kind == OP_REG && a->reg == b->reg &&
	    x.kind == V_GSHI) {
		flags_top(s);
		s->fl.kind = F_GS;
	} else if (x.kind == V_CONST && y.kind == V_CONST) {
		flags_of(s, v_const(x.c & y.c), a->size);
	} else if (y.kind != V_CONST) {
		flags_top(s);
		if (a->kind == OP_REG && b->kind == OP_REG && a->reg == b->reg)
			flags_equal(s, a, 0);
	} else if (y.c >= 1 && y.c <= 3 && x.kind == V_FRAME && x.c == 1) {
		/* the saved CS, and nothing else: it has CPL 0 or 3 */
		flags_top(s);
		s->fl.kind = F_CPL;
	} else if (y.c == 4 && x.kind == V_FRAME && x.c == 4 &&
		   s->from != FROM_USER) {
		/* SS of the kernel is not in the LDT */
		flags_const(s, true, false, false);
	} else if (y.c == 1 || y.c == 2 || y.c == 0x200 || y.c == 0x1000) {
		flags_bit(s, x, __builtin_ctzll(y.c), false);
	} else {
		flags_top(s);
	}
}

/* Two words of pt_regs, of which SYSRET asks that they are the same. */
static bool same_words(struct state *s, const struct val *x,
		       const struct val *y)
{
	int64_t lo = x->c < y->c ? x->c : y->c, hi = x->c < y->c ? y->c : x->c;

	if (x->kind != V_SLOT || y->kind != V_SLOT || x->aux != y->aux ||
	    x->aux != s->regs_stack)
		return false;
	lo -= s->regs_off;
	hi -= s->regs_off;
	if (lo == 11 * 8 && hi == 16 * 8)
		s->fl.c = REGS_SAME_IP;
	else if (lo == 6 * 8 && hi == 18 * 8)
		s->fl.c = REGS_SAME_FLAGS;
	else
		return false;
	s->fl.kind = F_SAME;
	return true;
}

void flags_cmp(struct state *s, const struct insn *in, struct val x,
	       struct val y)
{
	int size = in->o[0].size;

	if (x.kind == V_CONST && y.kind == V_CONST && size >= 4) {
		uint64_t a = size == 8 ? (uint64_t)x.c : (uint32_t)x.c;
		uint64_t b = size == 8 ? (uint64_t)y.c : (uint32_t)y.c;

		flags_const(s, a == b,
			    size == 8 ? (int64_t)(a - b) < 0 :
					(int32_t)(a - b) < 0, a < b);
		return;
	}
	flags_top(s);
	if (size == 8 && same_words(s, &x, &y))
		return;
	if (y.kind == V_FRAME) {
		struct val t = x;

		x = y;
		y = t;
	}
	if (x.kind == V_FRAME && x.c == 0 && y.kind == V_CONST) {
		s->fl.kind = F_RIP;
		s->fl.c = y.c;
	}
	if (y.kind == V_CONST)
		flags_equal(s, &in->o[0], y.c);
	else if (x.kind == V_CONST)
		flags_equal(s, &in->o[1], x.c);
}
