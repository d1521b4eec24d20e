// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests of SVM, which TCG runs (it has no VMX).  Whether it runs one QEMU says
 * itself, and keeps their blocks apart: in these nothing is watched.  VMRUN is
 * the crossing out, once it has not faulted, and the host's instruction behind it
 * the crossing in.
 */
#include "rig/qemu.h"
#include "rig/vcpu.h"

#define VMRUN_BYTES	3u
#define MOST_BYTES	4096u	/* of the function, ahead of VMRUN and behind */

/* GIF as it was tracked, or interrupts and NMIs come where the judge has none. */
static void compare_gif(struct vcpu *v, uint64_t rip)
{
	if (q_gif(v->cpu) == v->j.nogif)
		judge_lost(&v->j, "GIF is not as it was tracked", rip);
}

/* Its windows are counted, and swept, by instructions. */
static void step_function(struct vcpu *v, uint64_t rip)
{
	const struct sym *fn = sym_at(&rig.syms, rip), *sym = fn;
	uint64_t at = fn ? page_of(fn->addr) : page_of(rip);

	for (; sym == fn && at < rip + MOST_BYTES; at += 0x1000) {
		entry_add_page(v, at);
		sym = sym_at(&rig.syms, at + 0x1000);
	}
}

void guest_insn(struct vcpu *v, unsigned int cls, uint64_t rip)
{
	if (!v->tracking)
		return;
	if (cls != I_VMENTRY) {
		judge_gif(&v->j, cls == I_STGI);
		return;
	}
	if (!v->vmexit)
		step_function(v, rip);
	compare_gif(v, rip);
	judge_vmentry(&v->j, rip);
	v->vmexit = rip + VMRUN_BYTES;
}

void guest_left(struct vcpu *v, uint64_t rip)
{
	bool ended = v->j.guest || (v->j.pend.valid &&
				    v->j.pend.leave == L_VMENTRY);

	if (!ended || !v->tracking)
		return;
	if (rip != v->vmexit)
		judge_lost(&v->j, "VM exit, and not to what is behind VMRUN",
			   rip);
	judge_gif(&v->j, false);
	compare_gif(v, rip);
	judge_vmexit(&v->j, rip);
}
