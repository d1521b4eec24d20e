// SPDX-License-Identifier: GPL-2.0-only
/* Conditional branches: which way, and what that tells. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/branch.h"
#include "check/check.h"
#include "check/decode.h"
#include "check/util.h"

/*
 * The GS base was on delivery. What was swapped since is the other one; what
 * was taken for known by the CS, and was not (an IRET that faulted), is as it
 * was put since then.
 */
static void found_gs(struct state *s, enum tri kernel)
{
	if (s->dgs != MAYBE)
		s->gs = (s->gs == GS_KERNEL) == (s->dgs == YES) ? GS_DELIV :
			GS_DELIV_SWAPPED;
	s->dgs = kernel;
	if (s->gs == GS_DELIV)
		s->gs = kernel == YES ? GS_KERNEL : GS_USER;
	else if (s->gs == GS_DELIV_SWAPPED)
		s->gs = kernel == YES ? GS_USER : GS_KERNEL;
}

static void found_cr3(struct state *s, enum tri user)
{
	s->dcr3 = user;
	if (!s->cr3_put)
		s->cr3 = user;
}

/*
 * The saved CS says where this entry came from, and so what the CPU found. Only
 * what can hit anywhere learns nothing from the kernel's CS.
 */
static void refine_from(struct walker *w, struct state *s, enum from from)
{
	bool pti = true;
	int i = feat_named(w->c, "pti");

	s->from = from;
	if (i >= 0 && s->f.known >> i & 1)
		pti = s->f.val >> i & 1;
	if (from == FROM_USER) {
		s->dibrs = NO;
		found_gs(s, NO);
		found_cr3(s, pti ? YES : NO);
	} else if (w->e->kind != E_IST) {
		/* an interrupt or fault of the protected kernel (R3) */
		s->dibrs = YES;
		found_gs(s, YES);
		found_cr3(s, NO);
	}
}

/* error_entry asks whether it was an IRET that faulted, or the GS load. */
static void refine_rip(struct walker *w, struct state *s, uint64_t rip)
{
	struct insn in;

	if (!(rip >> 32))
		rip |= 0xffffffff00000000ull;	/* the B stepping K8's */
	if (!decode_at(&w->c->im, rip, &in))
		return;
	if (in.branch == BR_IRET) {
		refine_from(w, s, FROM_USER);
	} else if (in.op == ZYDIS_MNEMONIC_MOV && in.o[0].kind == OP_REG &&
		   in.o[0].reg == REG_GS) {
		/* its fixup expects the kernel's */
		found_gs(s, NO);
		s->dgs = YES;
	}
}

/*
 * Has the register what a branch may tell a rule more of? Not what the user had
 * in it or the MSR's value: their names say more than their bits.
 */
static bool can_learn(const struct walker *w, const struct val *v)
{
	const struct symbol *s;

	switch (v->kind) {
	case V_TOP:
	case V_UPTO:
	case V_RET:
		return true;
	case V_REG:
	case V_SLOT:
		return in_c(w->e);
	case V_LOAD:
		s = symbol_at(&w->c->im, v->c);
		return in_c(w->e) && !(s && strstr(s->name, "spec_ctrl"));
	default:
		return false;
	}
}

/* The register of the last test holds what it was compared with. */
static void refine_value(const struct walker *w, struct state *s)
{
	const struct flags *f = &s->fl;
	struct val *r = &s->r[f->reg];

	if (!can_learn(w, r))
		return;
	*r = (struct val){ .kind = f->size == 8 || r->kind == V_UPTO ?
			   V_CONST : V_LOW, .c = f->c };
}

/* Which flag decides a conditional branch, and which value takes it. */
static bool flag_of(uint16_t op, char *flag, bool *value)
{
	static const struct { uint16_t op; char flag; bool value; } t[] = {
		{ ZYDIS_MNEMONIC_JZ, 'z', true },
		{ ZYDIS_MNEMONIC_JNZ, 'z', false },
		{ ZYDIS_MNEMONIC_JB, 'c', true },
		{ ZYDIS_MNEMONIC_JNB, 'c', false },
		{ ZYDIS_MNEMONIC_JS, 's', true },
		{ ZYDIS_MNEMONIC_JNS, 's', false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(t); i++)
		if (t[i].op == op) {
			*flag = t[i].flag;
			*value = t[i].value;
			return true;
		}
	return false;
}

static enum tri taken_const(const struct flags *f, uint16_t op)
{
	bool value;
	char flag;

	if (flag_of(op, &flag, &value) && (flag != 'c' || f->cf != MAYBE))
		return (flag == 'z' ? f->zf : flag == 'c' ? f->cf : f->sf) ==
		       value ? YES : NO;
	if ((op == ZYDIS_MNEMONIC_JBE || op == ZYDIS_MNEMONIC_JNBE) &&
	    (f->zf || f->cf != MAYBE))
		return (f->zf || f->cf) == (op == ZYDIS_MNEMONIC_JBE) ? YES :
			NO;
	return MAYBE;
}

/*
 * The meaning of the branch: which bit it tests (by s->fl) and whether that
 * bit is 1 where it is taken. False: no meaning known.
 */
static bool meaning(const struct flags *f, uint16_t op, bool *bit)
{
	bool value;
	char flag;

	if (!flag_of(op, &flag, &value))
		return false;
	switch (f->kind) {
	case F_CPL:		/* bit: from the kernel */
	case F_RIP:		/* bit: equal */
	case F_VALUE:
	case F_SAME:
		*bit = value;
		return flag == 'z';
	case F_GS:		/* bit: the kernel's GS base */
		*bit = value;
		return flag == 's';
	case F_CR3:		/* bit: the user's CR3 */
	case F_IBRS:		/* bit: IBRS at delivery */
	case F_STIBP:		/* bit: STIBP in what was read */
	case F_FEATURE:		/* bit: the feature is there */
		*bit = f->on_cf ? value : !value;
		return flag == (f->on_cf ? 'c' : 'z');
	default:
		return false;
	}
}

static enum tri known_bit(const struct state *s)
{
	switch (s->fl.kind) {
	case F_CPL:
		return s->from == FROM_UNKNOWN ? MAYBE :
		       s->from == FROM_KERNEL ? YES : NO;
	case F_CR3:
		return s->fl.bit == MAYBE ? s->dcr3 : s->fl.bit;
	case F_IBRS:
		return s->dibrs;
	case F_STIBP:
		return s->nostibp ? NO : MAYBE;
	case F_GS:
		return s->dgs;
	case F_FEATURE:
		return !(s->f.known >> s->fl.c & 1) ? MAYBE :
		       s->f.val >> s->fl.c & 1 ? YES : NO;
	default:
		return MAYBE;
	}
}

/*
 * What was found becomes known, and how the switch stands with it where that
 * was said in terms of what was found (state.h).
 */
void branch_learn(struct walker *w, struct state *s, bool bit)
{
	switch (s->fl.kind) {
	case F_CPL:
		refine_from(w, s, bit ? FROM_KERNEL : FROM_USER);
		break;
	case F_CR3:
		found_cr3(s, bit ? YES : NO);
		break;
	case F_IBRS:
		s->dibrs = bit ? YES : NO;
		break;
	case F_STIBP:
		s->nostibp = !bit;
		break;
	case F_GS:
		found_gs(s, bit ? YES : NO);
		break;
	case F_FEATURE:
		fvec_set(&s->f, s->fl.c, bit);
		break;
	case F_RIP:
		if (bit && s->from != FROM_USER)
			refine_rip(w, s, s->fl.c);
		break;
	case F_SAME:
		if (bit)
			s->regs |= s->fl.c;
		break;
	case F_VALUE:
		if (bit)
			refine_value(w, s);
		break;
	}
}

/* LOOP with a count that is known, be it of 32 bits or of 64. */
static bool is_counted(const struct state *s)
{
	const struct val *n = &s->r[RCX];

	return n->kind == V_CONST && n->c > 0 && n->c <= INT32_MAX;
}

/* On a leg each turn of a loop were a state of its own: its count is not known. */
void branch_counts(struct state *s, uint16_t op)
{
	if (op == ZYDIS_MNEMONIC_LOOP || op == ZYDIS_MNEMONIC_LOOPE ||
	    op == ZYDIS_MNEMONIC_LOOPNE)
		s->r[RCX] = is_counted(s) && !s->branch ?
			v_const(s->r[RCX].c - 1) : v_top();
}

void branch_aborts(struct state *s, uint16_t op)
{
	if (op == ZYDIS_MNEMONIC_XBEGIN)
		s->r[RAX] = v_top();
}

enum tri branch_taken(const struct state *s, uint16_t op, bool *known,
		      bool *bit)
{
	enum tri taken = MAYBE;

	*known = false;
	if (op == ZYDIS_MNEMONIC_LOOP && is_counted(s))
		return s->r[RCX].c != 1 ? YES : NO;
	if (s->fl.kind == F_CONST)
		return taken_const(&s->fl, op);
	*known = meaning(&s->fl, op, bit);
	if (*known && known_bit(s) != MAYBE)
		taken = (known_bit(s) == YES) == *bit ? YES : NO;
	return taken;
}
