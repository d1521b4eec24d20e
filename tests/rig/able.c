// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a sweep may inject where: the base survives NMI, #DB and #MC only as
 * long as no frame that is still needed lies where the processor pushes the
 * next one.  Documentation/instrument.txt, "Sweeps".
 */
#include "rig/qemu.h"
#include "rig/vcpu.h"

#define IST_PAGE	0x1000ull

bool able_ready(const struct vcpu *v)
{
	/* the handler that prints them is registered in the course of boot */
	if (rig.sweep.backtrace && !v->j.crossings)
		return false;
	return v->tracking && (v->j.armed ||
			       (rig.sweep.arm && v->j.crossings));
}

bool stack_holds(const struct sweep *s, unsigned int vec, uint64_t rsp)
{
	/* RSP may be at its very top, with nothing pushed yet */
	return rsp > s->stack[vec].lo && rsp <= s->stack[vec].hi;
}

/*
 * From the first frame on it, the whole of the stack is known.  In v4.15 #DB
 * has a second page below and shares both with #BP; and while an NMI has come
 * over #DB code, #DB has no stack of its own.
 */
void stack_learn(struct vcpu *v, unsigned int vec, uint64_t sp)
{
	struct sweep *s = &v->sw;

	if (vec == VEC_BP && !rig.layout_420)
		vec = VEC_DB;
	if (s->stack[vec].hi || (vec != VEC_NMI && stack_holds(s, VEC_NMI, sp)))
		return;
	s->stack[vec].hi = (sp | (IST_PAGE - 1)) + 1;
	s->stack[vec].lo = s->stack[vec].hi - IST_PAGE;
	if (vec == VEC_DB && !rig.layout_420)
		s->stack[vec].lo -= IST_PAGE;
}

bool stack_in_use(const struct vcpu *v, unsigned int vec, uint64_t rsp)
{
	if (stack_holds(&v->sw, vec, rsp))
		return true;
	for (unsigned int i = 0; i < v->j.nev; i++)
		if (stack_holds(&v->sw, vec, v->j.ev[i].rsp))
			return true;
	return false;
}

/*
 * #DB and #MC let the next NMI in, with the IRET they end with or one of their
 * handler's, and there the NMI entry does not know by RIP or RSP that it came
 * over itself: "NMI executing", the second word below the hardware frame, has
 * to be set in every NMI that is open.
 */
static bool nmi_safe(const struct vcpu *v, uint64_t rsp)
{
	const struct judge *j = &v->j;
	bool seen = false;
	uint64_t mark;

	for (unsigned int i = 0; i < j->nev; i++) {
		if (j->ev[i].vec != VEC_NMI)
			continue;
		seen = true;
		if (j->ev[i].nested ||
		    q_read(v->cpu, j->ev[i].fr_addr - 16, &mark, 8) ||
		    mark != 1)
			return false;
	}
	if (seen)
		return true;
	/* from user mode: RDX reads the frame there after RSP has left it */
	return !stack_holds(&v->sw, VEC_NMI, rsp) &&
	       !(judge_handles(j, VEC_NMI) &&
		 stack_holds(&v->sw, VEC_NMI, q_reg(v->cpu, Q_RDX)));
}

/* Is the innermost event an NMI, and the only one? */
static bool only_nmi(const struct judge *j)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < j->nev; i++)
		n += j->ev[i].vec == VEC_NMI ||
		     j->ev[i].outer.cls == E_VEC0 + VEC_NMI;
	return n == 1 && j->ev[j->nev - 1].vec == VEC_NMI;
}

/*
 * #MC comes behind the instruction: the one that sets the mark is safe.  The
 * one that clears it is not: it follows an STD, whose flag tells NMIs there
 * from code with user-controlled RSP (QEMU keeps DF apart from EFLAGS).  Nor
 * is the IRET behind that, unless it leaves for good.
 */
static bool nmi_safe_after(const struct vcpu *v, const struct tb_rec *t,
			   uint64_t rip, uint64_t rsp, bool safe)
{
	const struct judge *j = &v->j;

	if (!stack_holds(&v->sw, VEC_NMI, rsp))
		return safe;
	if (rip == rig.repeat_nmi)
		return true;
	if (t->cls == I_IRET && only_nmi(j) &&
	    j->pend.to.rip != rig.repeat_nmi)
		return true;
	return safe && rip != v->sw.after_std;
}

/* 6.12 hangs, idle, behind some 200 in early boot: wait until there is a user. */
bool able_mc(const struct vcpu *v)
{
	return !rig.layout_420 || v->j.crossings;
}

unsigned int able_kinds(const struct vcpu *v, const struct tb_rec *t,
			uint64_t rip)
{
	uint64_t rsp = q_reg(v->cpu, Q_RSP);
	bool safe = nmi_safe(v, rsp);
	unsigned int set;

	set = judge_handles(&v->j, VEC_NMI) ? INJ_BIT(INJ_NEST) : INJ_BIT(INJ_NMI);
	/* a #DB from user mode has not read DR6 yet, which has its reason */
	if ((safe && !stack_in_use(v, VEC_DB, rsp) &&
	     !judge_handles(&v->j, VEC_DB)) ||
	    row_lifted(t->row, INJ_DB))
		set |= INJ_BIT(INJ_DB);
	if ((able_mc(v) && nmi_safe_after(v, t, rip, rsp, safe) &&
	     !stack_in_use(v, VEC_MC, rsp) &&
	     !judge_handles(&v->j, VEC_MC)) ||
	    row_lifted(t->row, INJ_MC))
		set |= INJ_BIT(INJ_MC);
	return set;
}
