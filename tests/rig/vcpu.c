// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run-time callbacks: turn what a vCPU executes into events for the judge.
 *
 * Entry text runs one instruction per block, so registers are exact there.
 * Everywhere else a block costs one short call, as long as nothing is owed
 * (vcpu->attn) to the judge.
 */
#include <string.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

struct rig rig;

void vcpu_update(struct vcpu *v)
{
	const struct judge *j = &v->j;

	if (!v->tracking) {
		v->attn = v->pend || j->watch_if || v->strayed;
		v->attn_user = v->pend;
		return;
	}
	v->attn = v->pend || j->watch_if || v->nmi_due == NMI_KERNEL ||
		  judge_watching(j) ||
		  (v->sweeping && judge_window_by(j) != S_NR);
	v->attn_user = v->pend || j->pend.valid || j->cur.cpl != 3 ||
		       (j->msr & SPEC_CTRL_IBRS) || v->nmi_due == NMI_USER || v->sweeping;
}

static void forget_kernel(struct vcpu *v)
{
	v->tracking = v->idt_seen = v->user_cr3 = v->strayed = false;
	nmi_forget(v);
	v->pend = 0;
	v->lstar = v->cstar = v->sysenter = v->alias = v->vmexit = 0;
	vcpu_update(v);
}

static void restart(struct vcpu *v, void (*reset)(struct judge *, uint64_t))
{
	sweep_restart(v);
	reset(&v->j, v->msr.spec_ctrl);
	forget_kernel(v);
}

/* INIT: the judge begins anew, and MSRs that are there stay as they are. */
void vcpu_restart(struct vcpu *v)
{
	if (v->left && model_has(&v->msr))
		v->msr.spec_ctrl |= SPEC_CTRL_IBRS;
	v->left = false;
	restart(v, judge_reset);
}

/*
 * With -no-reboot the one reset that follows the choice of IBRS is S3's, and
 * every processor has to arm again: judge_reset() keeps that in mind.
 */
void vcpu_system_reset(void *unused)
{
	(void)unused;
	rig.woken = rig.cfg.chosen;
	for (unsigned int i = 0; i < rig.ncpus; i++) {
		model_reset(&rig.v[i].msr);
		restart(&rig.v[i], judge_resume);
		rig.v[i].left = false;
		rig.v[i].firmware = false;
	}
}

/*
 * The first of the kernel's text since kexec left it.  A kexec that preserves
 * the context comes back to where it left; another kernel starts elsewhere.
 */
static void text_again(struct vcpu *v, uint64_t va)
{
	const struct sym *sym = sym_at(&rig.syms, va);

	if (va < KERNEL_TEXT)
		return;
	v->strayed = false;
	if (sym && site_class_of(sym->name, rig.series) == S_KEXEC)
		judge_return(&v->j);
}

static __attribute__((noinline)) void kern_slow(struct vcpu *v,
						const struct tb_rec *t)
{
	v->at = NULL;
	if (v->pend)
		vcpu_settle(v);
	if (v->strayed)
		text_again(v, t->va);
	if (v->vmexit)
		guest_left(v, t->va);
	if (v->j.watch_if)
		judge_if(&v->j, t->va,
			 q_reg(v->cpu, Q_EFLAGS) & EFLAGS_IF);
	if (v->sweeping && v->tracking && window_before(v, t)) {
		v->insns -= t->n;
		vcpu_update(v);
		q_start_again(v->cpu);
	}
	if (v->tracking && judge_watching(&v->j) && t->around)
		judge_guest_block(&v->j, t->va, t->last,
				  q_reg(v->cpu, Q_EFLAGS) & EFLAGS_IF, t->n);
	else if (v->tracking && judge_watching(&v->j))
		judge_block(&v->j, t->va, t->last,
			    q_reg(v->cpu, Q_EFLAGS) & EFLAGS_IF);
	if (v->nmi_due == NMI_KERNEL)
		nmi_at(v, NMI_KERNEL);
	if (v->sweeping)
		window_insn(v, t);
	vcpu_update(v);
	if (--v->nmi_left <= 0)
		nmi_choose(v);
}

/* Each block comes by: no more than the counts, and no frame for the rest. */
void vcpu_kernel_block(unsigned int i, void *arg)
{
	struct vcpu *v = &rig.v[i];

	v->insns += block_insns(arg);
	if (__builtin_expect(v->attn, 0))
		kern_slow(v, block_rec(arg));
	else if (__builtin_expect(--v->nmi_left <= 0, 0))
		nmi_choose(v);
}

static __attribute__((noinline)) void user_slow(struct vcpu *v,
						const struct tb_rec *t)
{
	if (v->pend)
		vcpu_settle(v);
	if (v->tracking && v->j.cur.cpl != 3)
		mm_user(v, t->va);
	if (v->tracking)
		judge_user(&v->j, t->va);
	if (v->nmi_due == NMI_USER)
		nmi_at(v, NMI_USER);
	if (v->sweeping)
		sweep_user_block(v, t->va);
	vcpu_update(v);
	if (--v->nmi_left <= 0)
		nmi_choose(v);
}

void vcpu_user_block(unsigned int i, void *arg)
{
	struct vcpu *v = &rig.v[i];

	v->insns += block_insns(arg);
	v->user_blocks++;
	if (__builtin_expect(v->attn_user, 0))
		user_slow(v, block_rec(arg));
	else if (__builtin_expect(--v->nmi_left <= 0, 0))
		nmi_choose(v);
}

/* Of a guest of this machine: the crossing out was, and it takes NMIs. */
void vcpu_guest_block(unsigned int i, void *unused)
{
	struct vcpu *v = &rig.v[i];

	(void)unused;
	if (v->pend)
		vcpu_settle(v);
	if (v->tracking && !v->j.guest)
		judge_guest(&v->j);
	vcpu_update(v);
	if (v->nmi_due == NMI_USER)
		nmi_at(v, NMI_USER);
	if (--v->nmi_left <= 0)
		nmi_choose(v);
}

/*
 * kexec: this processor boots again, and what IBRS was chosen for is over. The
 * register stays as it is, or as another kind of kernel would have left it. So
 * do those of the other processors, which come through INIT.
 */
static void another_kernel(struct vcpu *v)
{
	if (rig.leave) {
		for (unsigned int i = 0; i < rig.ncpus; i++)
			rig.v[i].left = &rig.v[i] != v;
		v->msr.spec_ctrl |= SPEC_CTRL_IBRS;
		rig.held = false;
	}
	rig.cfg.chosen = false;
	rig.cfg.user_ran = false;
	rig.boot_late = 0;
	sweep_restart(v);
	judge_reset(&v->j, v->msr.spec_ctrl);
	forget_kernel(v);
	v->strayed = true;
	vcpu_update(v);
}

/*
 * Outside the kernel's code, though the kernel has been up: kexec left it.  The
 * judge hears of that first, or the jump out would look like one to kernel code.
 */
void vcpu_stray_block(unsigned int i, void *arg)
{
	struct vcpu *v = &rig.v[i];

	if (v->pend)
		vcpu_settle(v);
	if (v->tracking && judge_stray(&v->j, block_rec(arg)->va))
		another_kernel(v);
	vcpu_kernel_block(i, arg);
}

/* Code below 1 MiB with paging off: this processor came out of INIT. */
void vcpu_low_block(unsigned int i, void *arg)
{
	struct vcpu *v = &rig.v[i];

	/* one that never came up is not tracked, and was left so as well */
	if ((v->tracking || v->left) && !(q_reg(v->cpu, Q_CR0) & CR0_PE)) {
		v->inits++;
		vcpu_restart(v);
	} else if (v->index && rig.cfg.chosen && !v->tracking &&
		   !v->j.watch_if && !v->j.armed) {
		v->j.watch_if = true;
		vcpu_update(v);
	}
	vcpu_stray_block(i, arg);
}

/*
 * Where gates lead is known from the first processor that has armed on. One
 * that has not (its write gone wrong, a seeded fault) goes through there as it
 * went before: nothing is lost, R10 alone judges it.
 */
void vcpu_entry_split(unsigned int i, void *arg)
{
	struct vcpu *v = &rig.v[i];
	struct tb_rec *t = block_rec(arg);

	if (v->tracking && (v->idt_seen || v->j.armed || vcpu_stepped(v, t->va)))
		judge_lost(&v->j, "entry text ran in a block of several",
			   t->va);
	vcpu_kernel_block(i, arg);
}

/* The hardware frame of vector @vec when RSP is @sp at its entry point. */
static uint64_t read_frame(struct vcpu *v, uint64_t sp, unsigned int vec,
			   struct frame *fr)
{
	if (vector_has_error_code(vec))
		sp += 8;
	if (q_read(v->cpu, sp, fr, sizeof(*fr)))
		judge_lost(&v->j, "cannot read a frame", sp);
	return sp;
}

static void do_enter(struct vcpu *v, const struct entry_point *p)
{
	struct enter_ev e = {
		.rip = p->rip, .cls = p->cls, .vec = p->vec, .idt = p->idt,
		.ist = p->ist, .sp = q_reg(v->cpu, Q_RSP),
	};
	struct entry_point saved;

	if (p->idt) {
		e.sp = read_frame(v, e.sp, p->vec, &e.fr);
		e.saved_entry = !(e.fr.cs & 3) &&
				entry_find(v, e.fr.rip, &saved);
		e.saved_idt = e.saved_entry && saved.idt;
		e.from_entry = in_entry_text(e.fr.rip) || e.saved_entry ||
			       in_alias(v, e.fr.rip);
		if (e.saved_idt)
			read_frame(v, e.fr.rsp, saved.vec, &e.saved_fr);
	}
	if (v->pti)
		v->user_cr3 = q_reg(v->cpu, Q_CR3) >> 12 & 1;
	e.user_cr3 = v->user_cr3;
	if (v->sweeping)
		e.tag = sweep_enter(v, p, &e);
	judge_enter(&v->j, &e);
	if (rig.nested && e.ist)
		nmi_entered(v, &e);
	if (e.tag)
		sweep_entered(v, &e);
}

static void do_iret(struct vcpu *v, uint64_t rip)
{
	struct frame to = { 0 };
	uint64_t sp = q_reg(v->cpu, Q_RSP);

	if (q_read(v->cpu, sp, &to, sizeof(to)))
		judge_lost(&v->j, "cannot read an IRET frame", sp);
	if (to.cs & 3)
		entry_before_user(v);
	judge_iret(&v->j, rip, sp, &to);
}

/* What has to be remembered or told once the instruction is known. */
static void note_insn(struct vcpu *v, const struct tb_rec *t, uint64_t rip)
{
	switch (t->cls) {
	case I_IRET:
		do_iret(v, rip);
		break;
	case I_SYSRET:
	case I_SYSEXIT:
		entry_before_user(v);
		judge_sysret(&v->j, rip, t->cls == I_SYSRET ? L_SYSRET :
			     L_SYSEXIT);
		break;
	case I_WRMSR:
		v->pend |= P_WRMSR;
		break;
	case I_RDMSR:
		msr_before_read(v, rip);
		v->pend |= P_RDMSR;
		break;
	case I_MOVCR3:
		v->pend |= P_CR3;
		break;
	}
	v->pend_rip = rip;
}

void vcpu_entry_insn(unsigned int i, void *rec)
{
	struct vcpu *v = &rig.v[i];
	struct tb_rec *t = rec;
	struct entry_point p;
	struct insn_ev ev;
	uint64_t rip;
	bool entry;

	if (v->pend)
		vcpu_settle(v);
	if (!v->tracking) {
		v->insns++;
		vcpu_update(v);
		return;
	}
	/* each CPU runs the trampoline at an alias of its own */
	rip = t->alias ? v->alias | (t->va & 0xfff) : t->va;
	entry = entry_maybe(rip) && entry_find(v, rip, &p);
	if (v->sweeping)
		sweep_before(v, t, rip, entry ? &p : NULL);
	v->insns++;
	if (entry)
		do_enter(v, &p);
	v->at = t;
	ev = (struct insn_ev){
		.rip = rip, .cls = t->cls, .user_cr3 = v->user_cr3,
		.handler = t->handler,
	};
	if (judge_unprotected(&v->j)) {
		ev.intr = q_reg(v->cpu, Q_EFLAGS) & EFLAGS_IF;
		ev.call_out = t->cls == I_CALL &&
			      !in_entry_text(rip + (uint64_t)t->target);
		ev.extable = entry_in_extable(rip);
	}
	judge_insn(&v->j, &ev);
	if (rip == rig.repeat_nmi)
		judge_nmi_pass(&v->j);
	note_insn(v, t, rip);
	if (v->nmi_due == NMI_ENTRY)
		nmi_at(v, NMI_ENTRY);
	if (v->sweeping)
		sweep_insn(v, t, rip);
	vcpu_update(v);
}

/* As the kernel has its registers: what QEMU does not take is put away later. */
static void before_mwait(struct vcpu *v, const struct tb_rec *t)
{
	struct mwait_ev m = { .rip = t->va, .known = t->n == 1 };

	if (t->offline)
		judge_halt(&v->j, t->va);
	if (m.known) {
		m.eax = (uint32_t)q_reg(v->cpu, Q_RAX);
		m.ecx = (uint32_t)q_reg(v->cpu, Q_RCX);
	}
	judge_mwait(&v->j, &m);
}

/* One that rig.c asks about, outside entry text; @rec->va is its own address. */
void vcpu_insn(unsigned int i, void *rec)
{
	struct vcpu *v = &rig.v[i];
	struct tb_rec *t = rec;

	switch (t->cls) {
	case I_WRMSR:
		v->pend |= P_WRMSR;
		v->firmware |= !v->tracking;
		break;
	case I_RDMSR:
		msr_before_read(v, t->va);
		v->pend |= P_RDMSR;
		break;
	case I_CPUID:
		v->pend |= P_CPUID;
		break;
	case I_LIDT:
		v->pend |= P_LIDT;
		break;
	case I_LFENCE:
		judge_fence(&v->j);
		break;
	case I_MOVCR3:
		if (t->va >= KERNEL_TEXT)
			v->pend |= P_LOAD;
		break;
	case I_VMENTRY: case I_CLGI: case I_STGI:
		guest_insn(v, t->cls, t->va);
		break;
	case I_MONITOR:
		/* MWAIT, some hundred bytes on, has to start a block */
		entry_add_page(v, t->va);
		entry_add_page(v, t->va + MWAIT_NEAR);
		break;
	case I_HLT:
		/* with IF=1 it is idle, or acpi_idle_play_dead() */
		if (q_reg(v->cpu, Q_EFLAGS) & EFLAGS_IF)
			break;
		judge_halt(&v->j, t->va);
		v->sw.halted = !v->sw.tag;
		/* never had IF=1, nor armed: it is not let in */
		if (v->j.watch_if && !v->j.ever_armed)
			v->active = false;
		break;
	case I_MWAIT:
		before_mwait(v, t);
		if (!rig.mwait)
			break;
		v->mwaits++;
		if (t->n != 1)
			break;
		v->mwait_rcx = q_reg(v->cpu, Q_RCX);
		q_set_reg(v->cpu, Q_RCX, 0);
		v->pend |= P_MWAIT;
		break;
	}
	v->pend_rip = t->va;
	vcpu_update(v);
}

/* Behind RDMSR and CPUID, the user's as well: QEMU's copy of registers is right. */
void vcpu_insn_after(unsigned int i, void *unused)
{
	struct vcpu *v = &rig.v[i];

	(void)unused;
	if (v->pend)
		vcpu_settle(v);
	vcpu_update(v);
}

/* R10: a processor that was offline is back, on the way to its first write. */
void vcpu_start_cpu0(unsigned int i, void *unused)
{
	struct vcpu *v = &rig.v[i];

	(void)unused;
	if (rig.cfg.chosen)
		judge_return(&v->j);
	vcpu_update(v);
}

/* R10 on the first processor: here retpolines would have been patched in. */
void vcpu_alternatives(unsigned int i, void *unused)
{
	(void)unused;
	if (!rig.v[i].j.armed)
		rig.boot_late = 1;
}

/* The guest may speak: known behind it, or in what interrupts it there. */
void vcpu_user_cpuid(unsigned int i, void *unused)
{
	struct vcpu *v = &rig.v[i];

	(void)unused;
	v->pend |= P_SAYS;
	v->pend_rip = 0;
	vcpu_update(v);
}
