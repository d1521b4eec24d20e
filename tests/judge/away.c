// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processors that leave the kernel or come back to it: offline (R9), kexec,
 * the way out of S3 or INIT, and without the MSR there (R10).
 */
#include "judge/judge.h"

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

/* Has to be judged: it was armed, and this is the first look since then. */
static bool first_look(struct judge *j)
{
	if (j->gone || (!j->armed && !j->left))
		return false;
	j->gone = true;
	return true;
}

void judge_halt(struct judge *j, uint64_t rip)
{
	if (!first_look(j))
		return;
	j->exercised[9]++;
	if (j->msr & SPEC_CTRL_IBRS)
		judge_violation(j, 9, "set-while-offline", rip, j->msr);
}

bool judge_stray(struct judge *j, uint64_t rip)
{
	if (!first_look(j))
		return false;
	j->exercised[10]++;
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
