// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses of IA32_SPEC_CTRL: who may read or write it where, how often, and
 * what (R4, R5, R6, R9, R11, R13); the write that arms a processor (R10).
 *
 * What R5 counts is charged as it happens: a crossing may never end.
 */
#include <string.h>

#include "judge/tally.h"

/* Is it one of those that a crossing has, by its ways in and out? */
static bool of_crossing(unsigned int site)
{
	return site == S_ENTRY || site == S_GUEST;
}

static bool in_crossing(const struct judge *j)
{
	return !j->nev && j->cur.phase == PH_IN;
}

static void charge_r5(struct judge *j, const char *kind, uint64_t rip,
		      uint64_t count)
{
	if (j->armed)
		judge_violation(j, 5, kind, rip, count);
}

void judge_rdmsr(struct judge *j, uint64_t rip, uint64_t val,
		 unsigned int site)
{
	struct ctx *c = &j->cur;

	judge_trace(j, "rdmsr", rip, val);
	if (!of_crossing(site))
		return;
	j->entry_msr += site == S_ENTRY;
	if (j->nev) {
		j->ev[j->nev - 1].rd++;
	} else if (c->phase == PH_IN) {
		c->in_rd++;
	} else if (c->phase == PH_OUT) {
		c->out_rd++;
		charge_r5(j, "read-on-crossing-out", rip, c->out_rd);
	} else {
		c->body_rd++;
		charge_r5(j, "read-while-protected", rip, c->body_rd);
	}
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

void judge_base(struct judge *j, uint64_t base)
{
	if (!j->cfg->keep)
		j->base = base & ~SPEC_CTRL_IBRS;
}

/* Compared with @base: what of it there was to be lost. */
static void compared(struct judge *j, uint64_t base)
{
	j->exercised[6]++;
	j->part[PART_R6_stibp] += !!(base & SPEC_CTRL_STIBP);
	j->part[PART_R6_ssbd] += !!(base & SPEC_CTRL_SSBD);
	j->part[PART_R6_high] += !!(base >> 32);
}

void judge_stibp(struct judge *j, uint64_t rip)
{
	compared(j, j->msr);
	if (!(j->msr & SPEC_CTRL_STIBP))
		judge_violation(j, 6, "user-without-stibp", rip, j->msr);
}

/* Does who owns base add STIBP to @was, as it is asked to? */
static bool adds_stibp(const struct judge *j, unsigned int site, uint64_t was,
		       uint64_t val)
{
	return j->cfg->stibp && site_owns_base(site) &&
	       !((val ^ was ^ SPEC_CTRL_STIBP) & ~SPEC_CTRL_IBRS);
}

/*
 * R6: only bit 0 may differ from base, and with keep base from the mark. Who
 * owns base may change it, where it is not to be kept.
 */
static void judge_r6(struct judge *j, uint64_t rip, uint64_t val,
		     unsigned int site)
{
	uint64_t diff;

	if ((site_owns_base(site) && !j->cfg->keep) ||
	    adds_stibp(j, site, j->base, val)) {
		j->base = val & ~SPEC_CTRL_IBRS;
		return;
	}
	compared(j, j->base);
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
	j->watch_if = j->gone = false;
	judge_part(j, !j->cfg->chosen ? PART_R10_boot :
		      j->s3 ? PART_R10_s3 : PART_R10_ap);
	__atomic_store_n(&j->cfg->chosen, true, __ATOMIC_RELEASE);
	j->armings++;
	j->base = val & ~SPEC_CTRL_IBRS;
	judge_trace(j, "armed", rip, val);
	if (j->cfg->keep && j->base != (j->cfg->mark |
					(j->cfg->stibp ? SPEC_CTRL_STIBP : 0)))
		judge_violation(j, 6, "base-not-kept", rip, val);
}

/* A write in the entry text outside any IST event, or around a guest. */
static void entry_write(struct judge *j, uint64_t rip, bool set)
{
	struct ctx *c = &j->cur;

	switch (c->phase) {
	case PH_IN:
		if (++c->in_wr > 1 && c->in_armed && c->cls != E_NONE)
			charge_r5(j, "extra-write-in", rip, c->in_wr);
		if (set)
			c->phase = PH_BODY;
		break;
	case PH_OUT:
		c->out_wr++;
		if (set) {
			judge_violation(j, 5, "set-after-clear", rip, 0);
			c->phase = PH_BODY;
		}
		charge_r5(j, "extra-write-out", rip, c->out_wr);
		break;
	default:
		if (!set) {
			c->phase = PH_OUT;
			if (++c->out_wr > 1)
				charge_r5(j, "extra-write-out", rip,
					  c->out_wr);
			break;
		}
		c->body_wr++;
		if (j->armed)
			judge_violation(j, 5, "set-while-protected", rip, 0);
	}
}

/*
 * R5: of an armed processor each named site clears once and sets once, who owns
 * base writes to change it, and nobody else writes.  @was: before this one.
 */
static void site_counts(struct judge *j, uint64_t rip, unsigned int site,
			uint64_t val, uint64_t was)
{
	bool same = !((val ^ was) & SPEC_CTRL_IBRS);

	judge_part(j, PART_R5_site);
	if (site == S_FIRMWARE && same)
		judge_violation(j, 5, "firmware-unpaired", rip, val);
	else if (site == S_UNKNOWN || (site_owns_base(site) && val == was) ||
		 (site_leaves(site) && same) ||
		 (site == S_IDLE && same && !(val & SPEC_CTRL_IBRS)))
		judge_violation(j, 5, "extra-write-at-site", rip, val);
}

/* The set that ends a clear, or should. */
static void site_set(struct judge *j, uint64_t rip, unsigned int site)
{
	bool idle = site == S_IDLE && j->armed;

	if (judge_leaving(j))
		judge_went_on(j, rip);
	if (idle && j->cur.phase != PH_SITE)
		judge_violation(j, 9, "idle-not-cleared", rip, 0);
	else if (idle && j->cur.site == S_IDLE && !j->cur.idle.mwait)
		judge_violation(j, 9, "cleared-without-mwait", rip, 0);
	if (j->cur.phase != PH_OUT)
		j->cur.phase = PH_BODY;
}

/* A write by a named or unnamed site outside the entry text. */
static void site_write(struct judge *j, uint64_t rip, unsigned int site,
		       uint64_t val, uint64_t was)
{
	struct ctx *c = &j->cur;

	if (j->armed)
		site_counts(j, rip, site, val, was);
	if (val & SPEC_CTRL_IBRS) {
		site_set(j, rip, site);
		return;
	}
	if (site == S_IDLE && j->armed)
		j->exercised[9]++;
	c->phase = PH_SITE;
	c->site = (uint8_t)site;
	c->branch = 0;
	memset(&c->idle, 0, sizeof(c->idle));
}

/*
 * Around firmware calls a kernel that runs with retpolines writes, too: that
 * arms nothing. R6 holds there as well, against what the write found, and the
 * two writes of a call take turns (R5).
 */
static void firmware_write(struct judge *j, uint64_t rip, uint64_t val)
{
	judge_part(j, PART_R5_firmware);
	compared(j, j->msr);
	if ((val ^ j->msr) & ~SPEC_CTRL_IBRS)
		judge_violation(j, 6, "site-base-lost", rip, val);
	if (!((val ^ j->msr) & SPEC_CTRL_IBRS))
		judge_violation(j, 5, "firmware-unpaired", rip, val);
	j->msr = val;
	j->firmware = val & SPEC_CTRL_IBRS;
}

/*
 * R11: while IBRS is not in use a processor that came up with bit 0 set is
 * cleared, by one write of base, and nothing else is written.  In a kernel that
 * is not of this series who owns base may write it.
 */
static void unused_write(struct judge *j, uint64_t rip, uint64_t val,
			 unsigned int site)
{
	if (site == S_ENTRY || (!j->cfg->series && site_owns_base(site)) ||
	    adds_stibp(j, site, j->msr & ~SPEC_CTRL_IBRS, val))
		return;
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
	uint64_t was = j->msr;

	judge_trace(j, "wrmsr", rip, val);
	if (site == S_FIRMWARE && !j->armed) {
		firmware_write(j, rip, val);
		return;
	}
	if (!set && !j->armed && !j->cfg->chosen)
		unused_write(j, rip, val, site);
	j->r13 = false;
	j->msr = val;
	if (site == S_ENTRY)
		j->entry_msr++;
	if (j->armed)
		judge_r6(j, rip, val, site);
	if (!of_crossing(site)) {
		site_write(j, rip, site, val, was);
	} else if (j->nev) {
		j->ev[j->nev - 1].wr++;
		if (val != j->ev[j->nev - 1].msr)
			j->ev[j->nev - 1].odd_write = true;
	} else {
		entry_write(j, rip, set);
		if (j->cur.phase != PH_SITE)
			j->cur.site = (uint8_t)site;
	}
	/* what an NMI sets on a processor not armed yet, it takes back */
	if (set && !j->armed && !j->nev)
		arm(j, rip, val);
	j->cur.prot = set;
	if (set && !j->nev)
		j->gone = false;
}

void judge_fence(struct judge *j)
{
	j->r13 = false;
}
