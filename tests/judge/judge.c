// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules, applied to one processor's events.  What each rule means is in
 * Documentation/rules.txt; the comments here say only how it is seen.
 */
#include <string.h>

#include "rules/decode.h"
#include "judge/tally.h"

#define USER_TOP	0x800000000000ull

void judge_init(struct judge *j, struct judge_cfg *cfg, uint64_t msr)
{
	memset(j, 0, sizeof(*j));
	j->cfg = cfg;
	j->msr = msr;
}

void judge_reset(struct judge *j, uint64_t msr)
{
	/* what was open does not end: it counts as far as it came */
	while (j->nev) {
		if (j->ev[j->nev - 1].armed && j->armed)
			ist_counts(j, &j->ev[j->nev - 1], 0);
		judge_drop(j, j->nev - 1);
	}
	judge_charge(j, &j->cur);
	j->msr = msr;
	j->armed = j->gone = j->s3 = j->firmware = false;
	j->guest = j->nogif = j->checking = false;
	j->watch_if = j->cfg->chosen;
	j->r13 = false;
	j->pend.valid = false;
	j->last.fresh = false;
	memset(&j->cur, 0, sizeof(j->cur));
	ibpb_reset(j);
	judge_trace(j, "reset", 0, 0);
}

void judge_resume(struct judge *j, uint64_t msr)
{
	judge_reset(j, msr);
	j->s3 = j->cfg->chosen;
	j->ibpb.s3 = __atomic_load_n(&j->cfg->user_ran, __ATOMIC_ACQUIRE);
}

void judge_return(struct judge *j)
{
	judge_reset(j, j->msr);
	__atomic_store_n(&j->cfg->chosen, true, __ATOMIC_RELEASE);
	j->watch_if = true;
}

/* R5 and R4 for a crossing that is complete; access.c has counted. */
static void judge_counts(struct judge *j, uint64_t rip, unsigned int leave)
{
	struct ctx *c = &j->cur;

	if (c->phase == PH_IN)
		judge_charge_r4(j, "no-write-on-crossing-in", rip);
	if (c->in_armed && c->cls != E_NONE) {
		j->exercised[4]++;
		judge_part(j, c->cls == E_VMEXIT || leave == L_VMENTRY ?
			   PART_R5_guest : PART_R5_crossing);
		if (c->origin == O_BADIRET && leave != L_FAULT)
			judge_part(j, PART_R3_bad_iret);
	}
	if (c->phase == PH_BODY)
		judge_violation(j, 5, "no-clear-on-crossing-out", rip, leave);
}

/* The current level ends by leaving CPL0 (or by trying to: L_FAULT). */
static void leave_level(struct judge *j, uint64_t rip, unsigned int leave)
{
	struct ctx *c = &j->cur;
	uint32_t tag = c->tag;
	struct path_stat *p;

	j->crossings++;
	if (judge_leaving(j))
		judge_went_on(j, rip);
	if (j->armed) {
		judge_counts(j, rip, leave);
		if (leave != L_FAULT) {
			j->exercised[2]++;
			if (j->msr & SPEC_CTRL_IBRS)
				judge_violation(j, 2, "set-at-crossing-out",
						rip, j->msr);
		}
	}
	p = judge_path(j, c->cls, c->origin, leave);
	p->crossings++;
	p->rd += c->in_rd + c->body_rd + c->out_rd;
	p->wr += c->in_wr + c->body_wr + c->out_wr;
	if (leave != L_FAULT && j->nev) {
		judge_lost(j, "crossing out with an IST event open", rip);
		j->nev = 0;
	}
	/* behind all that may add to it: what is summed here is not read again */
	for (unsigned int r = 0; r < NR_RULES; r++)
		p->viol[r] += c->viol[r];
	if (j->armed && c->in_armed)
		judge_window(p, c->in_insn, c->out_insn);
	if (c->cls != E_NONE)
		judge_length(j, p);
	memset(c, 0, sizeof(*c));
	c->cpl = leave == L_FAULT ? 0 : 3;
	c->phase = leave == L_FAULT ? PH_FAULTED : PH_NONE;
	j->guest = leave == L_VMENTRY;
	judge_back(j, tag);
}

/* The pending IRET went to CPL0. */
static void iret_to_kernel(struct judge *j)
{
	bool same = ist_same_stack(j);

	if (ist_pop(j))
		return;
	if (j->cur.depth)
		j->cur.depth--;
	if (!j->armed)
		return;
	if (j->cur.prot)
		judge_part(j, PART_R3_interrupt);
	else if (!same)
		judge_violation(j, 3, "unprotected-iret-to-kernel",
				j->pend.rip, j->pend.to.rip);
	if (j->bad_iret_frame && j->bad_iret_frame == j->pend.sp)
		judge_violation(j, 3, "bad-iret-back-to-kernel",
				j->pend.rip, j->pend.to.rip);
}

/* Settle an IRET, SYSRET or VM entry that did execute. */
static void settle_pending(struct judge *j)
{
	if (!j->pend.valid)
		return;
	j->pend.valid = false;
	if (!j->pend.iret || (j->pend.to.cs & 3)) {
		judge_trace(j, "out", j->pend.rip, j->pend.to.rip);
		j->bad_iret_frame = 0;
		leave_level(j, j->pend.rip, j->pend.leave);
	} else {
		judge_trace(j, "iret", j->pend.rip, j->pend.to.rip);
		iret_to_kernel(j);
	}
}

/*
 * RSP too: an event that comes right behind an IRET which went to another
 * level's IRET, the same instruction, names that one.
 */
static bool names_iret(const struct judge *j, const struct frame *fr)
{
	return !(fr->cs & 3) && fr->rip == j->pend.rip &&
	       (!j->pend.iret || fr->rsp == j->pend.sp);
}

/*
 * Did the pending IRET fault?  Then this entry's frame names that very IRET
 * and CPL0; or, when this entry came before the fault handler's first
 * instruction, the fault handler's frame does.  An IRET that went to this
 * entry point (an IST event returning) has not faulted, whatever the frame.
 */
static bool iret_faulted(const struct judge *j, const struct enter_ev *e)
{
	if (!j->pend.valid || !e->idt)
		return false;
	if (j->pend.iret && !(j->pend.to.cs & 3) && j->pend.to.rip == e->rip)
		return false;
	return names_iret(j, &e->fr) ||
	       (e->saved_idt && !(e->fr.cs & 3) &&
		names_iret(j, &e->saved_fr));
}

/* An entry follows a pending IRET.  Returns true when that one faulted. */
static bool resolve_at_entry(struct judge *j, const struct enter_ev *e)
{
	/* behind a VM entry there is none: that has faulted */
	if (j->pend.valid && j->pend.leave == L_VMENTRY)
		return j->pend.valid = false;
	if (iret_faulted(j, e)) {
		j->pend.valid = false;
		judge_trace(j, "iret-fault", j->pend.rip, e->vec);
		if (!j->pend.iret || (j->pend.to.cs & 3)) {
			leave_level(j, j->pend.rip, L_FAULT);
			return true;
		}
		return false;
	}
	settle_pending(j);
	return false;
}

void judge_settle(struct judge *j)
{
	settle_pending(j);
}

static void begin(struct judge *j, const struct enter_ev *e,
		  unsigned int origin)
{
	memset(&j->cur, 0, sizeof(j->cur));
	j->cur.cls = e->cls;
	j->cur.origin = (uint8_t)origin;
	j->cur.tag = e->tag;
	j->cur.phase = PH_IN;
	j->cur.in_armed = j->armed;
	j->cur.begin = judge_insns(j) - 1;
	j->bad_iret_frame = origin == O_BADIRET ? e->sp : 0;
	ibpb_left(j);
	judge_came(j, e->cls, O_USER);
}

static void enter_from_user(struct judge *j, const struct enter_ev *e)
{
	if (j->guest)
		judge_lost(j, "an entry from a guest, and no VM exit", e->rip);
	else if (j->cur.cpl == 3)
		begin(j, e, O_USER);
	else if (j->cur.phase == PH_FAULTED)
		begin(j, e, O_BADIRET);
	else
		judge_lost(j, "crossing in from CPL3 while tracked at CPL0",
			   e->rip);
}

static void enter_from_kernel(struct judge *j, const struct enter_ev *e)
{
	struct path_stat *p;

	if (j->cur.cpl == 3 && !(e->saved_entry && e->ist)) {
		judge_lost(j, "interrupted CPL0 while tracked at CPL3",
			   e->rip);
		return;
	}
	if (e->ist) {
		ist_push(j, e);
		return;
	}
	if (j->cur.phase == PH_FAULTED) {
		begin(j, e, O_BADIRET);
		return;
	}
	j->cur.depth++;
	judge_came(j, e->cls, O_KERNEL);
	if (!j->armed)
		return;
	if (!j->cur.prot)
		judge_violation(j, 3, "delivered-while-unprotected", e->rip,
				e->fr.rip);
	p = judge_path(j, e->cls, j->cur.prot ? O_KERNEL : O_WINDOW, L_KERNEL);
	p->crossings++;
	judge_window(p, 0, 0);
}

/*
 * judge_mem() is told of accesses that worked; these did not (R8).  Before the
 * stack is switched a page fault finds none to be pushed on, and is a #DF; so
 * is the fault of an IRET on the espfix stack, which is no access of the code.
 */
static void judge_fault(struct judge *j, const struct enter_ev *e,
			bool of_iret)
{
	bool page = e->vec == VEC_PF || (e->vec == VEC_DF && !of_iret);

	if (e->idt && page && e->user_cr3 && !(e->fr.cs & 3)) {
		j->exercised[8]++;
		judge_violation(j, 8, "fault-on-user-cr3", e->fr.rip, 0);
	}
}

void judge_enter(struct judge *j, const struct enter_ev *e)
{
	bool faulted, of_iret;

	/* the first instruction was restarted: same place, nothing between */
	if (j->last.fresh && !j->pend.valid && j->last.rip == e->rip &&
	    j->last.sp == e->sp)
		return;
	faulted = resolve_at_entry(j, e);
	judge_trace(j, "enter", e->rip, e->fr.rip);
	j->last.rip = e->rip;
	j->last.sp = e->sp;
	of_iret = faulted || j->cur.phase == PH_FAULTED;
	if (!e->idt || (e->fr.cs & 3))
		enter_from_user(j, e);
	else
		enter_from_kernel(j, e);
	judge_fault(j, e, of_iret);	/* of the level that has begun */
	if (faulted && !e->ist && j->cur.phase != PH_IN)
		judge_lost(j, "fault of an IRET not understood", e->rip);
	j->last.fresh = true;
}

static void count_insn(struct judge *j)
{
	if (j->nev)
		j->ev[j->nev - 1].insn++;
	else if (j->cur.phase == PH_IN || j->cur.phase == PH_EARLY)
		j->cur.in_insn++;
	else
		j->cur.out_insn++;
}

static void unprotected_insn(struct judge *j, const struct insn_ev *i)
{
	count_insn(j);
	j->exercised[1]++;
	j->exercised[7]++;
	if (insn_is_indirect(i->cls)) {
		judge_violation(j, 1, insn_name(i->cls), i->rip, 0);
		judge_charge_r4(j, "branch-before-write", i->rip);
	}
	if (i->intr && !j->nogif)
		judge_violation(j, 7, "interrupts-on", i->rip, 0);
	if (i->call_out)
		judge_violation(j, 7, "call-out", i->rip, 0);
	if (i->cls == I_SEGLOAD)
		judge_violation(j, 7, "segment-load", i->rip, 0);
	if (i->extable && i->cls != I_IRET)
		judge_violation(j, 7, "exception-table", i->rip, 0);
	if (i->call_out || i->cls == I_SEGLOAD)
		judge_charge_r4(j, "r7-before-write", i->rip);
}

static void fence_or_branch(struct judge *j, unsigned int cls, uint64_t rip)
{
	if (cls == I_LFENCE) {
		j->r13 = false;
	} else if (insn_is_indirect(cls)) {
		judge_violation(j, 13, "skip-without-fence", rip, 0);
		j->r13 = false;
	}
}

void judge_insn(struct judge *j, const struct insn_ev *i)
{
	bool at_entry = j->last.fresh && j->last.rip == i->rip;

	settle_pending(j);
	if (!at_entry)
		j->last.fresh = false;
	if (j->cur.cpl) {
		judge_lost(j, "entry text runs while tracked at CPL3", i->rip);
		j->cur.cpl = 0;
		j->cur.phase = PH_BODY;
		j->cur.prot = j->msr & SPEC_CTRL_IBRS;
	}
	if (judge_leaving(j)) {
		judge_not_left(j, i->rip);
		if (judge_leaving(j))
			judge_went_on(j, i->rip);
	}
	if (!j->cur.depth && !i->handler)
		j->cur.entry_insn++;
	if (judge_unprotected(j))
		unprotected_insn(j, i);
	if (i->user_cr3)
		j->exercised[8]++;
	if (j->r13)
		fence_or_branch(j, i->cls, i->rip);
}

void judge_iret(struct judge *j, uint64_t rip, uint64_t sp,
		const struct frame *to)
{
	j->pend.valid = true;
	j->pend.iret = true;
	j->pend.leave = L_IRET;
	j->pend.rip = rip;
	j->pend.sp = sp;
	j->pend.insns = judge_insns(j);
	j->pend.to = *to;
}

void judge_sysret(struct judge *j, uint64_t rip, unsigned int leave)
{
	memset(&j->pend, 0, sizeof(j->pend));
	j->pend.valid = true;
	j->pend.leave = (uint8_t)leave;
	j->pend.rip = rip;
	j->pend.insns = judge_insns(j);
}

/*
 * Does idle code come round, waiting by itself?  A block is remembered for
 * twice as long each time, so any loop shows.
 */
static void idle_block(struct judge *j, uint64_t rip)
{
	struct ctx *c = &j->cur;

	if (c->idle.mwait || c->idle.polls)
		return;
	if (c->idle.blocks && c->idle.rip == rip && ++c->idle.rounds > 1) {
		c->idle.polls = true;
		judge_violation(j, 9, "polling-while-clear", rip, 0);
	}
	if (!(c->idle.blocks & (c->idle.blocks + 1)))
		c->idle.rip = rip;
	c->idle.blocks++;
}

/* Between a clear by a named site and the set that follows it. */
static void site_block(struct judge *j, uint64_t rip, unsigned int last,
		       bool intr)
{
	bool kexec = j->cur.site == S_KEXEC, idle = j->cur.site == S_IDLE;

	if (intr && kexec)
		judge_violation(j, 10, "interrupts-on-after-clear", rip, 0);
	else if (intr)
		judge_violation(j, j->cur.site == S_FIRMWARE ? 7 : 9,
				"interrupts-on-at-site", rip, 0);
	if (idle && last == I_HLT)
		judge_violation(j, 9, "hlt-while-clear", rip, 0);
	if (idle)
		idle_block(j, rip);
}

void judge_next_block(struct judge *j, uint64_t rip, unsigned int last)
{
	settle_pending(j);
	j->last.fresh = false;
	if (j->cur.cpl) {
		judge_lost(j, "kernel code runs while tracked at CPL3", rip);
		j->cur.cpl = 0;
		j->cur.phase = PH_BODY;
		j->cur.prot = j->msr & SPEC_CTRL_IBRS;
	}
	if (j->r13)
		fence_or_branch(j, last, rip);
}

void judge_block(struct judge *j, uint64_t rip, unsigned int last, bool intr)
{
	judge_next_block(j, rip, last);
	if (!judge_unprotected(j))
		return;
	judge_not_left(j, rip);
	if (judge_leaving(j)) {
		site_block(j, rip, last, intr);
		/* it may be the jump out: what comes next tells */
		j->cur.branch = insn_is_indirect(last) ? (uint8_t)last : 0;
		j->cur.branch_rip = rip;
		return;
	}
	if (j->cur.phase == PH_SITE && site_may_clear(j->cur.site) &&
	    !j->nev) {
		site_block(j, rip, last, intr);
	} else {
		judge_violation(j, 7, "outside-entry-text", rip, 0);
		judge_charge_r4(j, "r7-before-write", rip);
	}
	if (insn_is_indirect(last))
		judge_violation(j, 1, insn_name(last), rip, 0);
}

void judge_user(struct judge *j, uint64_t rip)
{
	settle_pending(j);
	j->last.fresh = false;
	if (j->cur.cpl != 3) {
		judge_lost(j, "user code runs while tracked at CPL0", rip);
		j->nev = 0;
		memset(&j->cur, 0, sizeof(j->cur));
		j->cur.cpl = 3;
	}
	if (j->watch_if) {	/* it has IF=1 */
		judge_late(j, rip, "interrupts-on-unarmed");
		j->watch_if = false;
	}
	if (j->cfg->stibp)
		judge_stibp(j, rip);
	if (!(j->msr & SPEC_CTRL_IBRS))
		return;
	if (j->armed)
		judge_violation(j, 2, "set-in-user-mode", rip, j->msr);
	else
		judge_violation(j, 11, "left-set", rip, j->msr);
}

void judge_mem(struct judge *j, uint64_t rip, uint64_t addr, bool user_cr3,
	       bool mapped)
{
	if (judge_unprotected(j) && addr < USER_TOP) {
		judge_violation(j, 7, "user-access", rip, addr);
		judge_charge_r4(j, "r7-before-write", rip);
	}
	if (!user_cr3)
		return;
	j->exercised[8]++;
	if (!mapped)
		judge_violation(j, 8, "unmapped-access", rip, addr);
}
