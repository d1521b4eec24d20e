// SPDX-License-Identifier: GPL-2.0-only
/*
 * Open IST events: NMI, #DB, #MC, #DF (and #BP in v4.15) delivered at CPL0.
 * Each must give back IA32_SPEC_CTRL as it found it (R3(i)) at the IRET that
 * leaves its IST stack, and may touch the MSR only so often (R5).
 */
#include "judge/tally.h"

#define FRAME_SIZE	40u
/* EXCEPTION_STKSZ of v4.15; a larger one is covered by "current RSP". */
#define IST_SIZE	4096u

/* Not armed, nothing is unprotected: then the place has to tell. */
static bool in_window(const struct judge *j, const struct enter_ev *e)
{
	return j->armed ? !j->cur.prot : e->from_entry;
}

bool judge_handles(const struct judge *j, unsigned int vec)
{
	unsigned int cls = E_VEC0 + vec;

	if (!j->cur.cpl && j->cur.cls == cls)
		return true;
	for (unsigned int i = 0; i < j->nev; i++)
		if (j->ev[i].outer.cls == cls)
			return true;
	return false;
}

/*
 * Is the frame of an event that has not returned written over by @e, whatever has
 * come in between?  Then nothing of it is left to go back to. NMIs are made for that.
 */
static void judge_frame(struct judge *j, const struct enter_ev *e)
{
	unsigned int i = j->nev;

	if (!j->armed || e->vec == VEC_NMI)
		return;
	while (i && j->ev[i - 1].fr_addr != e->sp)
		i--;
	if (!i || !j->ev[i - 1].armed)
		return;
	judge_violation(j, 3, "ist-frame-overwritten", e->fr.rip, e->vec);
	judge_drop(j, i - 1);
}

void ist_push(struct judge *j, const struct enter_ev *e)
{
	struct ist_ev *ev;

	judge_frame(j, e);
	if (j->nev == NR_EVENTS) {
		judge_lost(j, "too many IST events open", e->rip);
		j->nev = 0;
	}
	ev = &j->ev[j->nev++];
	if (e->vec != VEC_NMI)
		judge_came(j, e->cls, O_KERNEL);
	*ev = (struct ist_ev){
		.vec = e->vec, .armed = j->armed, .fr_addr = e->sp,
		.msr = j->msr, .outer = j->cur, .rsp = e->fr.rsp,
		.tag = e->tag,
	};
	/*
	 * A second NMI that starts on the same frame finds the first one's
	 * "NMI executing" mark and returns at once; its own IRET is the one
	 * from that very frame.
	 */
	for (unsigned int i = 0; i + 1 < j->nev; i++)
		if (j->ev[i].vec == VEC_NMI && e->vec == VEC_NMI &&
		    j->ev[i].fr_addr == e->sp)
			ev->nested = true;
	j->cur = (struct ctx){
		.cls = e->cls, .prot = ev->outer.prot,
		.phase = ev->outer.prot ? PH_BODY : PH_EARLY,
		.origin = ev->nested ? O_NESTED :
			  in_window(j, e) ? O_WINDOW : O_KERNEL,
		.begin = judge_insns(j) - 1,
	};
}

void ist_counts(struct judge *j, const struct ist_ev *ev, uint64_t rip)
{
	uint32_t passes = ev->passes ? ev->passes : 1;

	judge_part(j, PART_R5_ist);
	if (ev->nested) {
		if (ev->rd || ev->wr)
			judge_violation(j, 5, "nested-nmi-access", rip,
					ev->rd + ev->wr);
		return;
	}
	if (ev->rd > passes)
		judge_violation(j, 5, "ist-extra-read", rip, ev->rd);
	if (!ev->outer.prot) {
		if (ev->wr > 2 * passes)
			judge_violation(j, 5, "ist-extra-write", rip, ev->wr);
		return;
	}
	if (ev->wr && ev->wr <= passes && !ev->odd_write)
		judge_violation(j, 5, "ist-restore-from-protected", rip,
				ev->wr);
	else if (ev->wr)
		judge_violation(j, 5, "ist-write-from-protected", rip,
				ev->wr);
}

static void pop_one(struct judge *j)
{
	struct ist_ev *ev = &j->ev[j->nev - 1];
	uint64_t length = j->pend.insns - j->cur.begin;
	uint32_t tag = ev->tag;
	struct path_stat *p;

	p = judge_path(j, j->cur.cls, j->cur.origin, L_KERNEL);
	if (ev->armed && j->armed) {
		judge_part(j, PART_R3_ist);
		if (j->msr != ev->msr)
			judge_violation(j, 3, "ist-not-restored", j->pend.rip,
					ev->msr);
		ist_counts(j, ev, j->pend.rip);
		judge_window(p, ev->insn, 0);
	}
	p->crossings++;
	p->rd += ev->rd;
	p->wr += ev->wr;
	for (unsigned int r = 0; r < NR_RULES; r++)
		p->viol[r] += j->cur.viol[r];
	judge_length(j, p);
	j->nev--;
	j->cur = ev->outer;
	j->cur.begin += length;
	/* a level that was protected is so only as long as the bit is set */
	if (!(j->msr & SPEC_CTRL_IBRS))
		j->cur.prot = false;
	judge_back(j, tag);
}

static bool leaves(const struct judge *j, const struct ist_ev *ev)
{
	uint64_t top = ev->fr_addr + FRAME_SIZE, to = j->pend.to.rsp;

	if (to >= top - IST_SIZE && to < top)
		return false;
	return !(to >= j->pend.sp && to < top);
}

bool ist_same_stack(const struct judge *j)
{
	return j->nev && !leaves(j, &j->ev[j->nev - 1]);
}

unsigned int ist_pop(struct judge *j)
{
	unsigned int n = 0, i;

	/* an IRET from an event's own hardware frame ends that event */
	for (i = j->nev; i-- > 0; ) {
		if (j->ev[i].fr_addr != j->pend.sp)
			continue;
		while (j->nev > i) {
			pop_one(j);
			n++;
		}
		return n;
	}
	/* else it ends those whose stack it leaves, innermost first */
	while (j->nev) {
		const struct ist_ev *ev = &j->ev[j->nev - 1];
		uint64_t top = ev->fr_addr + FRAME_SIZE;

		/* running on another stack: this event only waits below */
		if (j->pend.sp < top - IST_SIZE || j->pend.sp >= top)
			break;
		if (!leaves(j, ev))
			break;
		pop_one(j);
		n++;
	}
	return n;
}

/* Each pass calls the handler, and one that is nested asks for another pass. */
void judge_nmi_pass(struct judge *j)
{
	for (unsigned int i = j->nev; i-- > 0; )
		if (j->ev[i].vec == VEC_NMI && !j->ev[i].nested) {
			j->ev[i].passes++;
			judge_came(j, E_VEC0 + VEC_NMI, O_KERNEL);
			return;
		}
}
