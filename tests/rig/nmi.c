// SPDX-License-Identifier: GPL-2.0-only
/*
 * NMIs, and #MC among them, at pseudo-random places.  Each time the countdown
 * runs out a place is drawn first (user code, kernel code, an entry
 * instruction), then the event waits for a block there: so rare places get
 * their share, and however long the guest stays in one of them the rate is
 * bounded.
 */
#include "rig/qemu.h"
#include "rig/vcpu.h"

/* Blocks to let pass at the place, so that every instruction has a chance:
 * an entry-exit pair is some 200 entry instructions long. */
static const unsigned int spread[NMI_NR] = {
	[NMI_KERNEL] = 1024, [NMI_USER] = 8, [NMI_ENTRY] = 512,
};

static uint64_t lcg(struct vcpu *v)
{
	v->lcg = v->lcg * 6364136223846793005ull + 1442695040888963407ull;
	return v->lcg >> 33;
}

static void reload(struct vcpu *v)
{
	v->nmi_due = NMI_NONE;
	v->nmi_left = rig.nmi ? 1 + (int64_t)(lcg(v) % (2 * rig.nmi)) :
		      INT64_MAX;
}

void nmi_start(struct vcpu *v)
{
	v->lcg = rig.seed * 2654435761u + v->index;
	reload(v);
}

/*
 * One that comes up has no TSS, and so no stack for an NMI, before cpu_init()
 * has loaded it: armed is later, and so is the first way out to user code.
 * Where IBRS is used, one that is not armed is judged by R10 only.  On the way
 * into kexec there is no IDT any more.
 */
static bool may_come(const struct vcpu *v)
{
	if (judge_leaving(&v->j) && v->j.cur.site == S_KEXEC)
		return false;
	return v->j.crossings &&
	       (rig.cfg.chosen ? v->j.armed : v->idt_seen);
}

void nmi_choose(struct vcpu *v)
{
	unsigned int draw = (unsigned int)(lcg(v) % 4);

	v->nmi_left = INT64_MAX;
	if (!may_come(v)) {
		reload(v);
		return;
	}
	v->nmi_due = draw < NMI_NR ? (uint8_t)draw : NMI_ENTRY;
	v->nmi_skip = (unsigned int)(lcg(v) % spread[v->nmi_due]);
	vcpu_update(v);
}

/*
 * One in mix= is a #MC, but for where the base survives none: on the stack of
 * the one before, and where its IRET would let an NMI in over another.
 */
static bool mce_next(struct vcpu *v)
{
	return rig.mix && !(lcg(v) % rig.mix) && q_mce_on(v->cpu) &&
	       !judge_handles(&v->j, VEC_NMI) && !judge_handles(&v->j, VEC_MC);
}

void nmi_at(struct vcpu *v, unsigned int place)
{
	/* gone since it was due? */
	if (!may_come(v)) {
		reload(v);
		return;
	}
	if (v->nmi_skip--)
		return;
	reload(v);
	if (mce_next(v)) {
		v->mces++;
		q_raise_mce(v->cpu);
		return;
	}
	v->nmis[place]++;
	q_raise_nmi(v->cpu);
}

void nmi_forget(struct vcpu *v)
{
	if (v->unmask)
		q_unbreak(v->cpu, v->unmask);
	v->unmask = 0;
}

/*
 * nested=N: one in N of the NMIs that come over the kernel has a #DB at the first
 * instruction of its handler, and another NMI is raised meanwhile: the IRET of
 * the #DB lets it in.  Not where the #DB would lie over one that is in use.
 */
void nmi_entered(struct vcpu *v, const struct enter_ev *e)
{
	const struct judge *j = &v->j;

	stack_learn(v, e->vec, e->sp);
	if (e->vec == VEC_DB && e->fr.rip == v->unmask)
		nmi_forget(v);
	if (e->vec != VEC_NMI || v->unmask || !rig.sweep.do_nmi || !j->nev ||
	    j->ev[j->nev - 1].vec != VEC_NMI || j->ev[j->nev - 1].nested ||
	    judge_handles(j, VEC_DB) || stack_in_use(v, VEC_DB, e->sp) ||
	    !may_come(v) || lcg(v) % rig.nested)
		return;
	v->unmask = rig.sweep.do_nmi;
	q_break(v->cpu, v->unmask);
	q_raise_nmi(v->cpu);
}
