// SPDX-License-Identifier: GPL-2.0-only
/* Rules at reads and writes of IA32_SPEC_CTRL: value, count, moment. */
#include "check/check.h"
#include "check/operand.h"
#include "check/rules.h"
#include "check/util.h"

/* Of a guest's crossings, out and in, all is of one part. */
static unsigned int part_of_r5(const struct walker *w)
{
	if (of_guest(w->e))
		return PART_BIT(R5_guest);
	return w->e->kind == E_IST && w->s->from != FROM_USER ?
	       PART_BIT(R5_ist) : PART_BIT(R5_crossing);
}

enum role { ROLE_NONE, ROLE_BASE, ROLE_KERNEL };

/*
 * Variables that hold a whole value of the MSR, in the trees known, and have
 * their first byte, which has IBRS, in the size bytes at addr.
 */
static enum role role_in(struct walker *w, uint64_t addr, unsigned int size,
			 bool percpu)
{
	static const struct { const char *name; enum role role; } vars[] = {
		{ "x86_spec_ctrl_kernel", ROLE_KERNEL },
		{ "x86_spec_ctrl_base", ROLE_BASE },
		{ "x86_spec_ctrl_current", ROLE_KERNEL },
		{ "x86_spec_ctrl_priv_cpu", ROLE_KERNEL },
		{ "x86_spec_ctrl_restore", ROLE_BASE },
	};
	enum role role = ROLE_NONE;

	for (size_t i = 0; i < ARRAY_SIZE(vars) && role != ROLE_KERNEL; i++) {
		const struct symbol *s = symbol_named(&w->c->im, vars[i].name);

		if (!s || s->addr - addr >= size ||
		    is_percpu(w, s->addr) != percpu)
			continue;
		/* later kernels have the bit in it, and take it out on exit */
		if (symbol_named(&w->c->im, "x86_spec_ctrl_current"))
			return ROLE_KERNEL;
		role = vars[i].role;
	}
	return role;
}

static enum role role_of(struct walker *w, const struct val *v)
{
	return role_in(w, v->c, 1, v->percpu);
}

/* Who finds out what to write, and has no variable to take it from yet. */
static bool makes_value(const struct walker *w)
{
	return w->e->kind == E_FUNCTION && !w->c->lay.series &&
	       (w->e->cls == S_BOOT || w->e->cls == S_OTHER);
}

/*
 * R4: an entry that hits here sets IBRS from the variable. What can hit
 * anywhere would write what is in it in between.
 */
void rule_store(struct walker *w, const struct operand *o, struct val v)
{
	struct addr a = address(w, o);
	char name[80];

	if (!w->gate_on || (a.where != W_ABS && a.where != W_PERCPU) ||
	    role_in(w, a.off, o->size, a.where == W_PERCPU) != ROLE_KERNEL ||
	    (v.kind == V_CONST && v.c & 1) ||
	    (v.kind == V_LOAD && v.part == P_FULL && (v.bit0 == B_SET ||
	     (v.bit0 == B_ASIS && role_of(w, &v) == ROLE_KERNEL))))
		return;
	if (makes_value(w)) {
		judged_not(w->c, RULE_4, "%s: what it stores its callers know",
			   w->e->name);
		return;
	}
	if (v.kind == V_TOP && w->s->regs & REGS_FIXUP) {
		judged_not(w->c, RULE_4, "stores behind a fix-up, where registers are what its handler has made of them");
		return;
	}
	found(w, "R4", "stores to %s, from which an entry sets IBRS, what does not set it",
	      name_of(&w->c->im, a.off, name, sizeof(name)));
}

static bool lo_part(const struct val *v)
{
	return v->part == P_FULL || v->part == P_LO;
}

/* EDX:EAX are the two halves of one variable, or of the value saved. */
static bool whole(const struct val *lo, const struct val *hi)
{
	return lo->kind == hi->kind && lo_part(lo) && hi->part == P_HI &&
	       lo->c == hi->c && lo->percpu == hi->percpu;
}

/* What an unknown value most likely is: clear on the way out, else set. */
static enum ibrs guess(const struct walker *w)
{
	if (w->e->kind == E_FUNCTION)
		return rule_function_guess(w);
	return w->s->in_c && w->s->from == FROM_USER ? IBRS_CLEAR : IBRS_SET;
}

static enum ibrs by_bit0(const struct val *v)
{
	return v->bit0 == B_SET ? IBRS_SET : IBRS_CLEAR;
}

/*
 * R3: what was saved at delivery is put back whole. Bits 32 to 63 are a part of
 * it, and nothing else knows what they were. R6: so it is where what was found
 * is written with IBRS set, which needs no variable.
 */
static enum ibrs rule_saved(struct walker *w, const struct val *lo,
			    const struct val *hi)
{
	if (lo->bit0 == B_ASIS) {
		if (!whole(lo, hi)) {
			judged_narrow(w->c, PART_BIT(R3_ist), w->here);
			found(w, "R3", "restores the low half only of what was saved");
		}
		return IBRS_DELIV;
	}
	if (!whole(lo, hi)) {
		judged_narrow(w->c, PART_BIT(R6_high), w->here);
		found(w, "R6", "the upper half written is not that of the value");
	}
	return by_bit0(lo);
}

/*
 * R6: a variable for this MSR is written, whole, and no bit but IBRS changed.
 * A value that comes from elsewhere wipes STIBP, SSBD or the upper half.
 */
static enum ibrs rule_variable(struct walker *w, const struct val *lo,
			       const struct val *hi)
{
	enum role role = role_of(w, lo);
	enum ibrs now = role == ROLE_KERNEL ? IBRS_SET : IBRS_CLEAR;
	char name[PLACE_LEN];

	if (role == ROLE_NONE) {
		found(w, "R6", "writes a value taken from %s%s, which is no variable for this MSR",
		      lo->percpu ? "per-CPU " : "",
		      name_of(&w->c->im, lo->c, name, sizeof(name)));
		now = guess(w);
	}
	if (lo->bit0 != B_ASIS)
		now = by_bit0(lo);
	if (lo->aux && (w->e->kind != E_FUNCTION || w->e->cls != S_BOOT)) {
		found(w, "R6", "sets STIBP beside IBRS");
		return guess(w);
	}
	if (!whole(lo, hi)) {
		judged_narrow(w->c, PART_BIT(R6_high), w->here);
		found(w, "R6", "the upper half written is not that of the value");
	}
	return now;
}

/*
 * R6, and R3 of what hits anywhere: a constant loses the other bits, and a
 * register that was clobbered is no saved value. How IBRS stands behind the
 * write; *lost: said, and the counts are not to be judged by it.
 */
static enum ibrs rule_value(struct walker *w, struct val lo, struct val hi,
			    bool *lost)
{
	judged_parts(w->c, parts_of(RULE_6), w->here);
	*lost = lo.kind != V_MSR && lo.kind != V_LOAD && w->e->kind == E_IST &&
		w->s->from != FROM_USER && w->s->in_c;
	if (*lost) {
		judged_narrow(w->c, PART_BIT(R3_ist), w->here);
		found(w, "R3", "restores from a register that does not hold the saved value");
		return IBRS_DELIV;
	}
	if (lo.kind == V_CONST) {
		if (!makes_value(w))
			found(w, "R6", "writes the constant 0x%x: the other bits are lost",
			      (uint32_t)lo.c);
		return lo.c & 1 ? IBRS_SET : IBRS_CLEAR;
	}
	if (lo.kind == V_MSR && lo_part(&lo))
		return rule_saved(w, &lo, &hi);
	if (lo.kind == V_LOAD && lo_part(&lo))
		return rule_variable(w, &lo, &hi);
	if (w->e->kind == E_FUNCTION)
		return rule_function_value(w);
	found(w, "R6", "writes a value that is not known");
	return guess(w);
}

/* As rule_value() takes it, and says nothing. */
bool sets_ibrs(struct walker *w)
{
	const struct val lo = w->s->r[RAX];

	if (lo.kind == V_CONST)
		return lo.c & 1;
	if ((lo.kind == V_MSR || lo.kind == V_LOAD) && lo_part(&lo))
		return lo.bit0 == B_SET ||
		       (lo.bit0 == B_ASIS && lo.kind == V_LOAD &&
			role_of(w, &lo) == ROLE_KERNEL);
	return w->e->kind == E_FUNCTION;
}

/* --- how often ----------------------------------------------------------- */
/*
 * R5 of what hits anywhere: set only where it was found clear, restored once
 * and only then. Each write costs hundreds of cycles, on every NMI.
 */
static void rule_count_paranoid(struct walker *w, enum ibrs now)
{
	struct state *s = w->s;

	if (now == IBRS_CLEAR)
		return;		/* the IRET will find it */
	if (now == IBRS_DELIV) {
		if (s->dibrs != NO)
			found(w, "R5", "restores by a WRMSR where IBRS was %s at delivery",
			      s->dibrs == YES ? "set" : "possibly set");
		if (s->nrestore)
			found(w, "R5", "restored a second time");
		s->nrestore = 1;
		return;
	}
	if (s->dibrs == YES)
		found(w, "R5", "IBRS is set though it was found set");
	else if (s->dibrs == MAYBE)
		found(w, "R5", "IBRS is set without a look at what it was");
}

/*
 * R5: one write on the way in, one on the way out, and none where an interrupt
 * or fault comes from the protected kernel. A second one protects nothing.
 */
static void rule_count(struct walker *w, enum ibrs now)
{
	struct state *s = w->s;

	judged_parts(w->c, part_of_r5(w), w->here);
	if (now == IBRS_SET) {
		if (s->nset)
			found(w, "R5", "IBRS is set a second time");
		s->nset = 1;
	} else if (now == IBRS_CLEAR) {
		if (s->nclear)
			found(w, "R5", "IBRS is cleared a second time");
		s->nclear = 1;
	}
	if (s->from == FROM_USER)
		return;
	if (w->e->kind == E_IST)
		rule_count_paranoid(w, now);
	else if (s->from == FROM_KERNEL)
		found(w, "R5", "WRMSR on a path that comes from the protected kernel");
}

/* --- and when ------------------------------------------------------------ */
/*
 * R7: the way out clears with interrupts off, certainly so. One that comes in
 * behind the clear is taken for one from the protected kernel.
 */
static void rule_write_of_entry(struct walker *w, enum ibrs now)
{
	rule_count(w, now);
	if (now == IBRS_CLEAR)
		judged_at(w->c, RULE_7, w->here);
	if (w->s->irq != NO && !w->s->nogif && now == IBRS_CLEAR)
		found(w, "R7", "IBRS is cleared while interrupts %s on",
		      w->s->irq == YES ? "are" : "may be");
}

/* now: how a write leaves IBRS */
static void use_here(struct walker *w, bool write, bool direct, enum ibrs now)
{
	use_add(w->c, (struct use){ w->here, function_at(&w->c->im, w->here),
				    write, direct,
				    .sets = w->gate_on && now == IBRS_SET,
				    .clears = w->gate_on && now == IBRS_CLEAR });
}

/*
 * R6 and R3 of the value, R5 of the count, or the rules of a function of C.
 * R11: without IBRS in use no other code writes the MSR, which may not even be
 * there.
 */
static void rule_write(struct walker *w, struct val lo, struct val hi,
		       bool direct)
{
	struct state *s = w->s;
	enum ibrs now;
	bool lost;

	if (!w->gate_on && w->e->kind != E_FUNCTION) {
		use_here(w, true, direct, IBRS_DELIV);
		found(w, "R11", "WRMSR of IA32_SPEC_CTRL while IBRS is not in use");
		return;
	}
	now = rule_value(w, lo, hi, &lost);
	use_here(w, true, direct, now);
	if (!lost && w->e->kind == E_FUNCTION)
		rule_function_write(w, now);
	else if (!lost)
		rule_write_of_entry(w, now);
	s->ibrs = now;
	s->told = 0;
}

/*
 * C-MSR: entry code says which MSR it accesses, or it could be this; and C does
 * where the scan has taken the access for one.
 */
bool rule_msr_known(struct walker *w, enum reg reg, const char *what)
{
	uint32_t n;

	if (v_number(&w->s->r[reg], &n))
		return true;
	if (!in_c(w->e) || use_at(w->c, w->here))
		found(w, "C-MSR", "%s an MSR whose number is not known", what);
	return false;
}

void rule_wrmsr(struct walker *w)
{
	if (rule_msr_known(w, RCX, "WRMSR to") && w->e->kind != E_SWITCH &&
	    v_is(&w->s->r[RCX], MSR_SPEC_CTRL))
		rule_write(w, w->s->r[RAX], w->s->r[RDX], true);
}

void rule_write_by_call(struct walker *w)
{
	struct val lo = w->s->r[RSI], hi = w->s->r[RDX];

	/* the number and both halves, or the number and all of it */
	if (lo.part == P_FULL && lo.kind != V_CONST)
		hi = v_shift(lo, 0, 32, 8);
	rule_write(w, v_low32(lo), hi, false);
}

/* C-MSR: a read of this MSR may not hide behind a number that is not known. */
void rule_rdmsr_other(struct walker *w)
{
	rule_msr_known(w, RCX, "RDMSR of");
}

/*
 * R4 and R5 of a read: only what can hit anywhere asks how IBRS is, once. On a
 * way in from user mode the write may not depend on the answer, and on others
 * the answer is known.
 */
static void rule_read(struct walker *w)
{
	struct state *s = w->s;

	judged_at(w->c, RULE_4, w->here);
	judged_parts(w->c, part_of_r5(w), w->here);
	if (s->from == FROM_USER && !s->nset && !s->in_c)
		found(w, "R4", "RDMSR of IA32_SPEC_CTRL before the write of this entry");
	else if (s->from == FROM_USER)
		found(w, "R5", "RDMSR of IA32_SPEC_CTRL on the way out");
	else if (w->e->kind != E_IST && s->from == FROM_KERNEL)
		found(w, "R5", "RDMSR on a path that comes from the protected kernel");
	else if (s->nread)
		found(w, "R5", "a second RDMSR of IA32_SPEC_CTRL");
	s->nread = 1;
}

/*
 * R11: without IBRS in use nobody reads the MSR either: it costs as much, and
 * is a #GP where there is none.
 */
void rule_rdmsr(struct walker *w)
{
	if (w->e->kind == E_SWITCH)
		return;
	use_here(w, false, true, IBRS_DELIV);
	if (w->e->kind == E_FUNCTION)
		rule_function_read(w);
	else if (!w->gate_on)
		found(w, "R11", "RDMSR of IA32_SPEC_CTRL while IBRS is not in use");
	else
		rule_read(w);
}
