// SPDX-License-Identifier: GPL-2.0-only
/* Tests of boot_cpu_data and of x86_spec_ctrl_kernel, in C. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/choice.h"
#include "check/operand.h"

/* The variable that o is, or was loaded from; at: its first byte. */
static bool variable(struct walker *w, const struct operand *o, uint64_t *at)
{
	const struct val *v;

	if (o->kind == OP_MEM && o->abs && !o->gs) {
		*at = o->disp;
		return true;
	}
	if (o->kind != OP_REG || o->reg >= NREG)
		return false;
	v = &w->s->r[o->reg];
	*at = v->c + o->high;
	return v->kind == V_LOAD && !v->percpu && v->bit0 == B_ASIS &&
	       (v->part == P_FULL || v->part == P_LO);
}

/* The one bit that the instruction asks for; -1: not one. */
static int bit_of(const struct insn *in)
{
	const struct operand *a = &in->o[0], *b = &in->o[1];
	uint64_t m = b->disp;

	if (in->op == ZYDIS_MNEMONIC_BT)
		return b->kind == OP_IMM ? (int)(m & (a->size * 8 - 1)) : -1;
	if (in->op != ZYDIS_MNEMONIC_TEST || b->kind != OP_IMM)
		return -1;
	if (a->size < 8)
		m &= (1ull << a->size * 8) - 1;
	return m && !(m & (m - 1)) ? __builtin_ctzll(m) : -1;
}

/* A feature of the boot CPU: a branch on it decides as an alternative would. */
static bool feature(struct walker *w, const struct insn *in, uint64_t at)
{
	const struct symbol *cpu = symbol_named(&w->c->im, "boot_cpu_data");
	uint64_t first = cpu ? cpu->addr + CAPABILITY : 0;
	struct flags *f = &w->s->fl;
	int bit = bit_of(in);

	if (!cpu || bit < 0 || w->c->im.major > 4 ||
	    !in_range(at, first, first + 19 * 4))
		return false;
	memset(f, 0, sizeof(*f));
	f->kind = F_FEATURE;
	f->on_cf = in->op == ZYDIS_MNEMONIC_BT;
	f->c = feat_index(w->c, FEAT_CPU, (at - first) * 8 + bit);
	return true;
}

/*
 * A value is there exactly where IBRS is in use: with the gate, and with
 * IBRS_ALL, which idle code has to tell from it by itself.
 */
static bool value(struct walker *w, const struct insn *in, uint64_t at)
{
	const struct symbol *k = symbol_named(&w->c->im,
					      "x86_spec_ctrl_kernel");
	const struct operand *a = &in->o[0], *b = &in->o[1];
	bool zero = in->op == ZYDIS_MNEMONIC_CMP ? b->kind == OP_IMM && !b->disp :
		    in->op == ZYDIS_MNEMONIC_TEST && b->kind == OP_REG &&
		    a->kind == OP_REG && a->reg == b->reg;

	if (!k || at != k->addr || !zero ||
	    (!w->gate_on && w->e->cls == S_IDLE))
		return false;
	memset(&w->s->fl, 0, sizeof(w->s->fl));
	w->s->fl.kind = F_CONST;
	w->s->fl.zf = !w->gate_on;
	judged_presuming(w->c, RULE_11, "x86_spec_ctrl_kernel is 0 where IBRS is not in use, and only there");
	return true;
}

/*
 * The family, first byte of struct cpuinfo_x86: no CPU of 64 bits has one below
 * 5, so what is there for older ones is never gone through.
 */
static bool family(struct walker *w, const struct insn *in)
{
	const struct symbol *cpu = symbol_named(&w->c->im, "cpu_info");
	const struct operand *d = &in->o[0], *m = &in->o[1];
	const struct val one = { .kind = V_LOAD, .part = P_LO, .percpu = 1,
				 .c = cpu ? cpu->addr : 0 };
	const struct val *r = d->kind == OP_REG && d->reg < NREG && !d->high ?
			      &w->s->r[d->reg] : NULL;

	if (!cpu || in->nvisible < 2)
		return false;
	if (in->op == ZYDIS_MNEMONIC_MOV || in->op == ZYDIS_MNEMONIC_MOVZX) {
		if (r && m->kind == OP_MEM && m->size == 1 && m->gs && m->abs &&
		    m->disp == one.c)
			w->s->r[d->reg] = one;
		return false;
	}
	if (in->op != ZYDIS_MNEMONIC_CMP || m->kind != OP_IMM || m->disp > 4 ||
	    !(r ? !memcmp(r, &one, sizeof(one)) :
	      d->kind == OP_MEM && d->size == 1 && d->gs && d->abs &&
	      d->disp == one.c))
		return false;
	memset(&w->s->fl, 0, sizeof(w->s->fl));
	w->s->fl.kind = F_CONST;
	return true;
}

void choice_flags(struct walker *w, const struct insn *in)
{
	uint64_t at;

	if (w->e->kind != E_FUNCTION || !in->nvisible || family(w, in) ||
	    !variable(w, &in->o[0], &at))
		return;
	if (!value(w, in, at))
		feature(w, in, at);
}
