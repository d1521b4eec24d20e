// SPDX-License-Identifier: GPL-2.0-only
/* What the entry text accesses: with the user page tables, and unprotected. */
#include "rig/qemu.h"
#include "rig/vcpu.h"

/* What PTI maps for user mode besides user memory (v4.15, 6.1). */
static bool mapped_for_user(const struct vcpu *v, const struct tb_rec *t,
			    uint64_t a)
{
	uint64_t tss;

	if ((a >= ALIAS_AREA && a < 0xffffff8000000000ull) ||
	    in_entry_text(a) || (a >= rig.irq_lo && a < rig.irq_hi) ||
	    in_alias(v, a))
		return true;
	if (!rig.layout_420)
		return false;
	/* since 4.20 a task's LDT has its own remap area ... */
	if (a >> 39 == 0xffff880000000000ull >> 39)
		return t->cls == I_IRET || t->cls == I_SEGLOAD;
	/* ... and SYSCALL spills RSP to the TSS, mapped for that */
	tss = rig.tss ? q_reg(v->cpu, Q_GS_BASE) + rig.tss : 0;
	return tss && page_of(a) == page_of(tss);
}

void vcpu_entry_mem(unsigned int i, uint32_t info, uint64_t addr, void *rec)
{
	struct vcpu *v = &rig.v[i];
	struct tb_rec *t = rec;

	(void)info;
	/*
	 * A helper that leaves its block (IRET, SYSRET) leaves this callback
	 * behind in 7.2, for accesses of the code that runs next, or of VMRUN.
	 */
	if (v->j.cur.cpl || v->at != t)
		return;
	if (v->tracking && (v->user_cr3 || judge_unprotected(&v->j)))
		judge_mem(&v->j, t->va, addr, v->user_cr3,
			  mapped_for_user(v, t, addr));
}
