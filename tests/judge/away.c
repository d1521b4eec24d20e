// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processors that leave the kernel or come back to it: offline (R9), kexec,
 * the way out of S3 or INIT, and without the MSR there (R10).
 */
#include "rules/decode.h"
#include "judge/tally.h"

/* MWAIT: the state of C1, or C0, in bits 4 to 7 of EAX; ECX breaks on IF=0. */
#define MWAIT_CSTATE(eax)	((eax) >> 4 & 0xf)
#define MWAIT_C1		0x0u
#define MWAIT_C0		0xfu
#define MWAIT_ECX_BREAK		1u

bool judge_write_happens(const struct judge *j, uint64_t rip, uint64_t *val)
{
	if (!judge_seeded(j, rip))
		return true;
	switch (j->cfg->fault) {
	case F_ONE:
		*val |= SPEC_CTRL_IBRS;
		return true;
	case F_HIGH:
		*val = (uint32_t)*val;
		return true;
	}
	return false;
}

void judge_if(struct judge *j, uint64_t rip, bool intr)
{
	/* the low half is firmware, in real mode, or a trampoline */
	if (j->armed || !intr || !(rip >> 63))
		return;
	judge_late(j, rip, "interrupts-on-unarmed");
	j->watch_if = false;
}

/*
 * What it goes on to is judged as any other code that runs clear: the name of
 * the site is no excuse any more.
 */
void judge_went_on(struct judge *j, uint64_t rip)
{
	judge_violation(j, j->cur.site == S_KEXEC ? 10 : 9,
			"went-on-after-clear", rip, j->cur.branch_rip);
	j->cur.site = S_OTHER;
	j->cur.branch = 0;
}

void judge_not_left(struct judge *j, uint64_t rip)
{
	struct ctx *c = &j->cur;

	if (!judge_leaving(j) || !c->branch)
		return;
	judge_violation(j, 1, insn_name(c->branch), c->branch_rip, rip);
	judge_went_on(j, rip);
}

/* Has to be judged: it was armed, and this is the first look since then. */
static bool first_look(struct judge *j)
{
	if (j->gone || !j->armed)
		return false;
	j->gone = true;
	return true;
}

void judge_mwait(struct judge *j, const struct mwait_ev *m)
{
	unsigned int state = MWAIT_CSTATE(m->eax);

	if (!j->armed || j->nev || j->cur.phase != PH_SITE ||
	    j->cur.site != S_IDLE)
		return;
	j->cur.idle.mwait = true;
	if (!m->known)
		return;
	if (!(m->ecx & MWAIT_ECX_BREAK))
		judge_violation(j, 9, "mwait-without-break", m->rip, m->ecx);
	if (state == MWAIT_C1 || state == MWAIT_C0)
		judge_violation(j, 9, "shallow-while-clear", m->rip, m->eax);
	else
		judge_part(j, PART_R9_deep_idle);
}

void judge_halt(struct judge *j, uint64_t rip)
{
	if (!first_look(j))
		return;
	judge_part(j, PART_R9_offline);
	if (j->msr & SPEC_CTRL_IBRS)
		judge_violation(j, 9, "set-while-offline", rip, j->msr);
}

bool judge_stray(struct judge *j, uint64_t rip)
{
	if (!first_look(j))
		return false;
	judge_part(j, PART_R10_kexec);
	if (j->msr & SPEC_CTRL_IBRS)
		judge_violation(j, 10, "set-at-kexec", rip, j->msr);
	return true;
}

void judge_late(struct judge *j, uint64_t rip, const char *kind)
{
	judge_violation(j, 10, kind, rip, 0);
}

void judge_no_msr(struct judge *j, uint64_t rip, uint64_t msr)
{
	judge_trace(j, "no msr", rip, msr);
	judge_violation(j, 10, "no-msr", rip, msr);
}
