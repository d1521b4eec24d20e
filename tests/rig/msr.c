// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects of the last instruction.  WRMSR, RDMSR, CPUID and MOV to CR3 are
 * noted when they are about to run and settled at the next point where
 * QEMU's copy of the registers is right: the next block's start, or (RDMSR,
 * CPUID) the callback of the instruction right behind.
 */
#include "rig/qemu.h"
#include "rig/vcpu.h"

/* Sub-states per C-state of a Skylake client, as CPUID.5:EDX gives them. */
#define MWAIT_SUBSTATES	0x11142120u
#define MWAIT_ECX	3u	/* extensions and break on IF=0 */
/* Of leaf 7: sub-leaves there are, and a bit of EBX that our models have. */
#define MAX_SUBLEAF	2u
#define CPUID_7_EBX_SMEP	(1u << 7)

#define MSR_INSN	2u	/* bytes of RDMSR, of WRMSR */

/*
 * Where the wrapper that has just accessed the MSR returns to: its frame is a
 * saved RBP at most.
 */
static uint64_t caller(struct vcpu *v)
{
	uint64_t word[2] = { 0 };

	if (q_read(v->cpu, q_reg(v->cpu, Q_RSP), word, sizeof(word)))
		return 0;
	return word[0] >= KERNEL_TEXT ? word[0] : word[1];
}

static struct site *site_of(struct vcpu *v, uint64_t rip, bool write)
{
	const struct sym *sym;
	struct site *s;

	for (unsigned int i = 0; i < v->nsites; i++) {
		s = &v->site[i];
		if (s->rip == rip && s->write == write &&
		    (!s->wrapper || s->caller == caller(v)))
			return s;
	}
	if (v->nsites == MAX_SITES)
		judge_lost(&v->j, "more sites than MAX_SITES", rip);
	s = v->nsites < MAX_SITES ? &v->site[v->nsites++] : &v->spare;
	*s = (struct site){ .rip = rip, .write = write };
	sym = sym_at(&rig.syms, rip);
	s->wrapper = sym && site_is_wrapper(sym->name);
	s->check = selfcheck_reads(sym);
	if (s->wrapper) {
		s->caller = caller(v);
		sym = sym_at(&rig.syms, s->caller);
	}
	if (in_entry_text(rip) || in_alias(v, rip) ||
	    (rip >= rig.irq_lo && rip < rig.irq_hi))
		s->cls = S_ENTRY;
	else
		s->cls = (uint8_t)site_class_of(sym ? sym->name : "",
						rig.series);
	return s;
}

/* R10 on the first processor; late here, for a run that stops at it. */
static void judge_boot(struct vcpu *v)
{
	if (!rig.boot_late || v->index)
		return;
	rig.boot_late = 0;
	judge_late(&v->j, rig.alternatives, "armed-after-alternatives");
}

static void on_armed(struct vcpu *v)
{
	judge_boot(v);
	if (!rig.nextable)
		entry_load_extable(v);
	entry_refresh(v);
}

/*
 * Later kernels keep what base is for this task, or this moment, in a per-CPU
 * variable, and some changes reach the MSR by the next way out only.  Of what
 * interrupts a way in or out, or idle, it says nothing.
 */
static void follow_base(struct vcpu *v)
{
	uint64_t gs = q_reg(v->cpu, Q_GS_BASE), val;

	if (rig.current && !v->j.nev && gs >> 63 &&
	    !q_read(v->cpu, gs + rig.current, &val, sizeof(val)))
		judge_base(&v->j, val);
}

static void settle_spec_ctrl(struct vcpu *v, uint64_t val)
{
	struct site *s = site_of(v, v->pend_rip, true);
	bool was = v->j.armed;
	uint64_t before = v->j.msr;

	s->count++;
	s->set += val & SPEC_CTRL_IBRS;
	if (rig.ignored) {	/* the register stays what it was, 0 */
		val = v->msr.spec_ctrl;
		/* boot tries whether it holds: no rule counts what it does not */
		if (s->cls == S_BOOT || s->cls == S_FIRMWARE)
			return;
	}
	s->dropped += judge_seeded(&v->j, v->pend_rip);
	if (!judge_write_happens(&v->j, v->pend_rip, &val))
		return;
	if (!model_wrmsr(&v->msr, MSR_SPEC_CTRL, val)) {
		judge_violation(&v->j, 6, "reserved-bit-write", v->pend_rip,
				val);
		return;
	}
	if (s->cls == S_ENTRY)
		follow_base(v);
	judge_wrmsr(&v->j, v->pend_rip, v->msr.spec_ctrl, s->cls);
	/* bit 0 has changed, and what is next runs in a window by this write */
	if ((v->j.msr ^ before) & SPEC_CTRL_IBRS &&
	    judge_window_by(&v->j) != S_NR)
		v->sw.cleared = v->pend_rip;
	if (v->j.armed && !was)
		on_armed(v);
}

/* #GP as hardware raises it, where QEMU came straight from the access. */
static void raise_gp(struct vcpu *v)
{
	uint64_t rip = q_reg(v->cpu, Q_RIP);

	/* (If it took an interrupt first, the access did nothing.) */
	if (rip != v->pend_rip && rip != v->pend_rip + MSR_INSN)
		return;
	vcpu_update(v);
	q_fault(v->cpu, v->pend_rip, VEC_GP);
}

/* An MSR that this processor has not (now). */
static void no_msr(struct vcpu *v, uint32_t msr)
{
	judge_no_msr(&v->j, v->pend_rip, msr);
	/* the register of a QEMU that has one was there */
	rig.held = false;
	raise_gp(v);
}

/* 49h takes one bit, and cannot be read. */
static void settle_pred_cmd(struct vcpu *v, uint64_t val)
{
	bool took = model_wrmsr(&v->msr, MSR_PRED_CMD, val);

	judge_ibpb(&v->j, v->pend_rip, val);
	if (judge_window_by(&v->j) == S_SWITCH)
		v->sw.cleared = v->pend_rip;
	if (!took)
		raise_gp(v);
}

static void read_pred_cmd(struct vcpu *v, uint64_t *val)
{
	model_rdmsr(&v->msr, MSR_PRED_CMD, val);
	judge_ibpb_read(&v->j, v->pend_rip);
	raise_gp(v);
}

/* 79h takes the linear address of the data, behind the update's header. */
static void settle_update(struct vcpu *v, uint64_t val)
{
	uint32_t hdr[UCODE_HEADER / 4];

	if (q_read(v->cpu, val - UCODE_HEADER, hdr, sizeof(hdr)) ||
	    !model_update(&v->msr, hdr))
		judge_lost(&v->j, "79h was written, and there is no update of "
			   "the microcode", val);
	else
		v->updates++;
}

static void settle_wrmsr(struct vcpu *v)
{
	uint32_t msr = (uint32_t)q_reg(v->cpu, Q_RCX);
	uint64_t val = (uint32_t)q_reg(v->cpu, Q_RAX) |
		       q_reg(v->cpu, Q_RDX) << 32;

	if (model_lacks(&v->msr, msr)) {
		no_msr(v, msr);
	} else if (msr == MSR_UCODE_TRIG && rig.ucode) {
		settle_update(v, val);
	} else if (msr == MSR_SPEC_CTRL) {
		v->sets += val & SPEC_CTRL_IBRS;
		settle_spec_ctrl(v, val);
	} else if (msr == MSR_PRED_CMD) {
		settle_pred_cmd(v, val);
	} else if (!model_wrmsr(&v->msr, msr, val)) {
		entry_msr_written(v, msr, val);
	}
	/* registers are right at the seeded access if it starts a block */
	if (v->tracking && v->j.cfg->drop)
		entry_add_page(v, v->j.cfg->drop);
}

void msr_before_read(struct vcpu *v, uint64_t rip)
{
	if (!judge_seeded(&v->j, rip))
		return;
	v->old_rax = q_reg(v->cpu, Q_RAX);
	v->old_rdx = q_reg(v->cpu, Q_RDX);
}

/* RDMSR at the seeded site: RAX and RDX stay as they were. */
static void ignored_read(struct vcpu *v, struct site *s)
{
	uint64_t val = (uint32_t)v->old_rax | v->old_rdx << 32;

	s->dropped++;
	q_set_reg(v->cpu, Q_RAX, v->old_rax);
	q_set_reg(v->cpu, Q_RDX, v->old_rdx);
	judge_rdmsr(&v->j, v->pend_rip, val, s->cls);
}

/*
 * A QEMU that holds the register is a second model of it, and one of the two is
 * wrong if they differ.  A seeded fault is one of the plugin's alone.
 */
static void compare(struct vcpu *v, uint64_t val)
{
	uint64_t theirs;

	if (!rig.held || v->j.cfg->drop)
		return;
	theirs = (uint32_t)q_reg(v->cpu, Q_RAX) | q_reg(v->cpu, Q_RDX) << 32;
	v->compared++;
	if (theirs != val)
		judge_lost(&v->j, "QEMU's own 48h is not what the model has",
			   v->pend_rip);
}

static void settle_rdmsr(struct vcpu *v)
{
	uint32_t msr = (uint32_t)q_reg(v->cpu, Q_RCX);
	struct site *s;
	uint64_t val;

	if (model_lacks(&v->msr, msr)) {
		no_msr(v, msr);
		return;
	}
	if (msr == MSR_PRED_CMD)
		read_pred_cmd(v, &val);
	else if (!model_rdmsr(&v->msr, msr, &val))
		return;
	if (msr == MSR_SPEC_CTRL) {
		compare(v, val);
		s = site_of(v, v->pend_rip, false);
		s->count++;
		s->set += val & SPEC_CTRL_IBRS;
		if (s->check)
			selfcheck_read(v);
		if (judge_seeded(&v->j, v->pend_rip)) {
			ignored_read(v, s);
			return;
		}
		judge_rdmsr(&v->j, v->pend_rip, val, s->cls);
	}
	q_set_reg(v->cpu, Q_RAX, (uint32_t)val);
	q_set_reg(v->cpu, Q_RDX, val >> 32);
}

/*
 * Leaves are known by their answers, since the number is gone by now. Of 5: no
 * other leaf QEMU gives reads 0, 0, 3, 0.  (Leaf 0Bh sub-leaf 3 would on APIC id
 * 0, and Linux stops asking before it.)
 */
static bool is_leaf_5(void *cpu)
{
	return q_reg(cpu, Q_RCX) == MWAIT_ECX && !q_reg(cpu, Q_RAX) &&
	       !q_reg(cpu, Q_RBX) && !q_reg(cpu, Q_RDX);
}

/* ... of 7: the others with bit 26 of EDX have more than a small number in EAX. */
static bool is_leaf_7(void *cpu)
{
	return q_reg(cpu, Q_RAX) <= MAX_SUBLEAF &&
	       q_reg(cpu, Q_RBX) & CPUID_7_EBX_SMEP &&
	       q_reg(cpu, Q_RDX) & CPUID_7_EDX_IBRS;
}

static void settle_cpuid(struct vcpu *v)
{
	if (rig.mwait && is_leaf_5(v->cpu)) {
		q_set_reg(v->cpu, Q_RAX, 64);
		q_set_reg(v->cpu, Q_RBX, 64);
		q_set_reg(v->cpu, Q_RDX, MWAIT_SUBSTATES);
	} else if (!model_has(&v->msr) && is_leaf_7(v->cpu)) {
		q_set_reg(v->cpu, Q_RDX, q_reg(v->cpu, Q_RDX) &
			  ~(uint64_t)CPUID_7_EDX_UCODE);
	}
}

void vcpu_settle(struct vcpu *v)
{
	uint8_t p = v->pend;

	v->pend = 0;
	if (p & P_WRMSR)
		settle_wrmsr(v);
	if (p & P_RDMSR)
		settle_rdmsr(v);
	if (p & P_CPUID)
		settle_cpuid(v);
	if (p & P_MWAIT)
		q_set_reg(v->cpu, Q_RCX, v->mwait_rcx);
	if (p & P_LIDT && v->idt_seen)
		entry_refresh(v);
	if (p & P_LOAD)
		mm_loaded(v);
	if (p & P_SAYS)
		mm_says(v);
	if (p & P_CR3) {
		/* only PTI moves CR3 in entry text, and then bit 12 tells */
		v->pti = true;
		v->user_cr3 = q_reg(v->cpu, Q_CR3) >> 12 & 1;
	}
}
