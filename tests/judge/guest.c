// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests: a VM entry is a crossing out, and a VM exit one in, from a guest at
 * whatever CPL it has. What a guest does is nobody's business here: it is not the
 * host's user mode, and the MSR that it would write is not the host's.
 */
#include <string.h>

#include "rules/decode.h"
#include "judge/tally.h"

void judge_vmentry(struct judge *j, uint64_t rip)
{
	judge_settle(j);
	judge_sysret(j, rip, L_VMENTRY);
}

void judge_guest(struct judge *j)
{
	judge_settle(j);
	if (!j->guest)
		judge_lost(j, "a guest runs, and no VM entry was seen", 0);
}

void judge_vmexit(struct judge *j, uint64_t rip)
{
	judge_settle(j);
	if (!j->guest)
		judge_lost(j, "VM exit, and no VM entry was seen", rip);
	judge_trace(j, "vmexit", rip, 0);
	j->guest = false;
	j->last.fresh = false;
	j->bad_iret_frame = 0;
	memset(&j->cur, 0, sizeof(j->cur));
	j->cur.cls = E_VMEXIT;
	j->cur.origin = O_USER;
	j->cur.phase = PH_IN;
	j->cur.site = S_GUEST;
	j->cur.in_armed = j->armed;
	j->cur.begin = judge_insns(j);
	judge_came(j, E_VMEXIT, O_USER);
}

void judge_gif(struct judge *j, bool on)
{
	judge_trace(j, on ? "stgi" : "clgi", 0, 0);
	j->nogif = !on;
}

static void count(struct judge *j, unsigned int insns)
{
	if (j->cur.phase == PH_IN)
		j->cur.in_insn += insns;
	else
		j->cur.out_insn += insns;
	j->exercised[1] += insns;
	j->exercised[7] += insns;
}

void judge_guest_block(struct judge *j, uint64_t rip, unsigned int last,
		       bool intr, unsigned int insns)
{
	judge_next_block(j, rip, last);
	if (!judge_unprotected(j))
		return;
	count(j, insns);
	if (intr && !j->nogif)
		judge_violation(j, 7, "interrupts-on", rip, 0);
	if (!insn_is_indirect(last))
		return;
	judge_violation(j, 1, insn_name(last), rip, 0);
	judge_charge_r4(j, "branch-before-write", rip);
}
