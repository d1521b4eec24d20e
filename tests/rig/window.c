// SPDX-License-Identifier: GPL-2.0-only
/*
 * The windows outside the entry text: what a processor executes between a
 * clear by idle, offline or other code and the set that follows.  Nobody lists
 * these instructions.  They are learned as they run, one to a block from the
 * first time on, and injected at like those of the entry text; and right behind
 * the clear itself, ahead of the first of them.
 */
#include "rig/qemu.h"
#include "rig/vcpu.h"

/* Pages a processor has for them: code that runs on, clear, has no end. */
#define MAX_WINDOW_PAGES	24
/* A gate takes so many bytes. */
#define GATE_SIZE		16u

/*
 * kexec loads an IDT without gates: what comes then ends the processor.
 */
static bool takes(const struct vcpu *v, unsigned int cls, unsigned int vec)
{
	uint32_t limit;
	uint64_t base;

	/* QEMU would hand it to the guest, which GIF=0 puts off the NMI for */
	if (cls == S_GUEST)
		return vec == VEC_NMI;
	if (cls != S_KEXEC)
		return true;
	return !q_idt(v->cpu, &base, &limit) &&
	       limit + 1 >= (vec + 1) * GATE_SIZE;
}

static unsigned int able(const struct vcpu *v, unsigned int cls)
{
	uint64_t rsp = q_reg(v->cpu, Q_RSP);
	unsigned int set = 0;

	if (takes(v, cls, VEC_NMI))
		set |= INJ_BIT(INJ_NMI) | INJ_BIT(INJ_NEST);
	if (takes(v, cls, VEC_MC) && able_mc(v) && q_mce_on(v->cpu) &&
	    !stack_in_use(v, VEC_MC, rsp))
		set |= INJ_BIT(INJ_MC);
	return set;
}

/*
 * Who goes offline may be back at any time, by INIT, and to be in the handler of
 * a #MC then is to have no other: MCIP stays set.
 */
static bool at(struct vcpu *v, uint64_t insn, unsigned int cls, uint64_t rip)
{
	return sweep_at(v, row_window(insn, cls), able(v, cls),
			site_leaves(cls), rip);
}

static bool ready(const struct vcpu *v)
{
	return v->tracking && !rig.sweep.backtrace &&
	       (v->j.armed || (rig.sweep.arm && v->j.crossings));
}

/* The firmware's code is one row: stepping it would take pages without end. */
static bool firmwares(const struct tb_rec *t)
{
	return t->va < KERNEL_TEXT;
}

/* Has this block to be had again, an instruction at a time? */
static bool to_step(struct vcpu *v, const struct tb_rec *t)
{
	struct sweep *s = &v->sw;
	unsigned int had = v->npages;

	if (t->n == 1 || firmwares(t))
		return false;
	if (s->window_pages < MAX_WINDOW_PAGES)
		entry_add_page(v, t->va);
	s->window_pages += v->npages - had;
	/* a block from before may still be chained to; twice is not that */
	if (vcpu_stepped(v, t->va) && s->again != t->va) {
		s->again = t->va;
		return true;
	}
	s->unstepped++;
	return false;
}

bool window_before(struct vcpu *v, const struct tb_rec *t)
{
	struct sweep *s = &v->sw;
	uint64_t cleared = s->cleared;
	unsigned int cls;

	/* an NMI's IRET: what comes next is no entry point */
	if (v->j.pend.valid)
		judge_settle(&v->j);
	cls = judge_window_by(&v->j);
	if (cls == S_NR || !ready(v)) {
		s->cleared = 0;
		return false;
	}
	if (to_step(v, t))
		return true;
	s->again = 0;
	s->cleared = 0;
	if (!cleared)
		return false;
	return at(v, cleared, cls, t->va);
}

void window_insn(struct vcpu *v, const struct tb_rec *t)
{
	unsigned int cls = judge_window_by(&v->j);

	if (cls == S_NR || !ready(v) || (t->n != 1 && !firmwares(t)))
		return;
	at(v, t->va, cls, t->va);
}
