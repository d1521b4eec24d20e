// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses of IA32_SPEC_CTRL: who may read or write it where, how often, and
 * what (R4, R5, R6, R9, R13); the write that arms a processor (R10).
 */
#include "judge/judge.h"

static bool in_crossing(const struct judge *j)
{
	return !j->nev && j->cur.phase == PH_IN;
}

void judge_rdmsr(struct judge *j, uint64_t rip, uint64_t val,
		 unsigned int site)
{
	struct ctx *c = &j->cur;

	judge_trace(j, "rdmsr", rip, val);
	if (site != S_ENTRY)
		return;
	j->entry_msr++;
	if (j->nev)
		j->ev[j->nev - 1].rd++;
	else if (c->phase == PH_IN)
		c->in_rd++;
	else if (c->phase == PH_OUT)
		c->out_rd++;
	else
		c->body_rd++;
	if (!j->armed)
		return;
	if (in_crossing(j) && !c->r4_bad) {
		c->r4_bad = true;
		judge_violation(j, 4, "read-before-write", rip, val);
	}
	if (val & SPEC_CTRL_IBRS) {
		j->exercised[13]++;
		j->r13 = true;
	}
}

/* R6: only bit 0 may differ from base, and with keep base from the mark. */
static void judge_r6(struct judge *j, uint64_t rip, uint64_t val,
		     unsigned int site)
{
	uint64_t diff;

	if (site != S_ENTRY && !site_may_clear(site))
		return;
	j->exercised[6]++;
	diff = (val ^ j->base) & ~SPEC_CTRL_IBRS;
	if (!diff)
		return;
	if (site == S_ENTRY)
		judge_violation(j, 6, (uint32_t)diff ? "entry-base-lost" :
				"entry-high-half-lost", rip, val);
	else
		judge_violation(j, 6, site == S_IDLE ? "idle-base-lost" :
				"site-base-lost", rip, val);
}

static void arm(struct judge *j, uint64_t rip, uint64_t val)
{
	j->armed = true;
	j->ever_armed = true;
	j->watch_if = j->left = j->gone = false;
	__atomic_store_n(&j->cfg->chosen, true, __ATOMIC_RELEASE);
	j->armings++;
	j->base = val & ~SPEC_CTRL_IBRS;
	j->exercised[10]++;
	judge_trace(j, "armed", rip, val);
	if (j->cfg->keep && j->base != j->cfg->mark)
		judge_violation(j, 6, "base-not-kept", rip, val);
}

/* A write in the entry text outside any IST event. */
static void entry_write(struct judge *j, uint64_t rip, bool set)
{
	struct ctx *c = &j->cur;

	switch (c->phase) {
	case PH_IN:
		c->in_wr++;
		if (set)
			c->phase = PH_BODY;
		break;
	case PH_OUT:
		c->out_wr++;
		if (set) {
			judge_violation(j, 5, "set-after-clear", rip, 0);
			c->phase = PH_BODY;
		}
		break;
	default:
		if (!set) {
			c->phase = PH_OUT;
			c->out_wr++;
			break;
		}
		c->body_wr++;
		if (j->armed)
			judge_violation(j, 5, "set-while-protected", rip, 0);
	}
}

/* A write by a named or unnamed site outside the entry text. */
static void site_write(struct judge *j, uint64_t rip, unsigned int site,
		       bool set)
{
	if (set) {
		if (site == S_IDLE && j->armed && j->cur.phase != PH_SITE)
			judge_violation(j, 9, "idle-not-cleared", rip, 0);
		if (j->cur.phase != PH_OUT)
			j->cur.phase = PH_BODY;
		return;
	}
	if (site == S_OFFLINE || site == S_KEXEC) {
		j->armed = false;
		j->left = true;
	}
	if (site == S_IDLE && j->armed)
		j->exercised[9]++;
	j->cur.phase = PH_SITE;
	j->cur.site = (uint8_t)site;
}

/*
 * Around firmware calls a kernel that runs with retpolines writes, too: that
 * arms nothing. R6 holds there as well, against what the write found, and the
 * two writes of a call take turns (R5).
 */
static void firmware_write(struct judge *j, uint64_t rip, uint64_t val)
{
	j->exercised[5]++;
	j->exercised[6]++;
	if ((val ^ j->msr) & ~SPEC_CTRL_IBRS)
		judge_violation(j, 6, "site-base-lost", rip, val);
	if (!((val ^ j->msr) & SPEC_CTRL_IBRS))
		judge_violation(j, 5, "firmware-unpaired", rip, val);
	j->msr = val;
}

/*
 * R11: while IBRS is not in use a processor that came up with bit 0 set is
 * cleared, by one write of base, and nothing else is written. Who left for offline
 * or kexec has been armed.
 */
static void unused_write(struct judge *j, uint64_t rip, uint64_t val)
{
	if ((val ^ j->msr) & ~SPEC_CTRL_IBRS)
		judge_violation(j, 6, "site-base-lost", rip, val);
	if (j->msr & SPEC_CTRL_IBRS)
		j->exercised[11]++;
	else
		judge_violation(j, 11, "extra-write", rip, val);
}

void judge_wrmsr(struct judge *j, uint64_t rip, uint64_t val,
		 unsigned int site)
{
	bool set = val & SPEC_CTRL_IBRS;

	judge_trace(j, "wrmsr", rip, val);
	if (site == S_FIRMWARE && !j->armed) {
		firmware_write(j, rip, val);
		return;
	}
	if (j->cfg->series && !set && !j->armed && !j->left &&
	    site != S_ENTRY)
		unused_write(j, rip, val);
	j->r13 = false;
	j->msr = val;
	if (site == S_ENTRY)
		j->entry_msr++;
	if (j->armed)
		judge_r6(j, rip, val, site);
	if (site != S_ENTRY) {
		site_write(j, rip, site, set);
	} else if (j->nev) {
		j->ev[j->nev - 1].wr++;
		if (val != j->ev[j->nev - 1].msr)
			j->ev[j->nev - 1].odd_write = true;
	} else {
		entry_write(j, rip, set);
	}
	/* what an NMI sets on a processor not armed yet, it takes back */
	if (set && !j->armed && !j->nev)
		arm(j, rip, val);
	j->cur.prot = set;
}

void judge_fence(struct judge *j)
{
	j->r13 = false;
}
