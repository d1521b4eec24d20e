// SPDX-License-Identifier: GPL-2.0-only
/*
 * model=1: the MSRs are kept, and nothing is watched or judged. For boots with
 * nobody watching: TCG ignores a write of 48h, and a kernel that reads back
 * what it wrote refuses IBRS there.
 *
 * A write is known at the start of the next block only, as in msr.c, and what
 * comes next may be any handler: so each block of the kernel asks once whether
 * one is owed. Blocks of user mode ask nothing, no WRMSR is right before one.
 */
#include <stdio.h>
#include <string.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

static bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

bool alone_takes(const char *arg)
{
	return starts(arg, "model=") || starts(arg, "mark=") ||
	       starts(arg, "caps=");
}

static void settle(struct vcpu *v)
{
	uint32_t msr = (uint32_t)q_reg(v->cpu, Q_RCX);
	uint8_t p = v->pend;
	uint64_t val;

	v->pend = 0;
	if (p & P_WRMSR) {
		val = (uint32_t)q_reg(v->cpu, Q_RAX) |
		      q_reg(v->cpu, Q_RDX) << 32;
		model_wrmsr(&v->msr, msr, val);
	}
	if ((p & P_RDMSR) && model_rdmsr(&v->msr, msr, &val)) {
		q_set_reg(v->cpu, Q_RAX, (uint32_t)val);
		q_set_reg(v->cpu, Q_RDX, val >> 32);
	}
}

/* A block of the kernel; also the instruction right behind RDMSR. */
static void on_block(unsigned int i, void *unused)
{
	struct vcpu *v = &rig.v[i];

	(void)unused;
	if (__builtin_expect(v->pend, 0))
		settle(v);
}

static void on_rdmsr(unsigned int i, void *unused)
{
	(void)unused;
	rig.v[i].pend |= P_RDMSR;
}

static void on_wrmsr(unsigned int i, void *unused)
{
	(void)unused;
	rig.v[i].pend |= P_WRMSR;
}

static void translate(plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	bool after = false;

	(void)id;
	/* a guest's MSRs are not these */
	if ((q_reg(q_current_cpu(), Q_CS) & 3) == 3 ||
	    q_guest(q_current_cpu()))
		return;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, PLUGIN_NO_REGS,
					     NULL);
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *in = qemu_plugin_tb_get_insn(tb, i);
		unsigned int cls = decode_insn(qemu_plugin_insn_data(in),
					       qemu_plugin_insn_size(in)).cls;

		if (after)
			qemu_plugin_register_vcpu_insn_exec_cb(in, on_block,
							PLUGIN_NO_REGS, NULL);
		after = cls == I_RDMSR;
		if (after || cls == I_WRMSR)
			qemu_plugin_register_vcpu_insn_exec_cb(in,
				after ? on_rdmsr : on_wrmsr, PLUGIN_NO_REGS,
				NULL);
	}
}

static void on_reset(void *unused)
{
	(void)unused;
	for (unsigned int i = 0; i < rig.ncpus; i++) {
		rig.v[i].pend = 0;
		model_reset(&rig.v[i].msr);
	}
}

static void on_vcpu(plugin_id_t id, unsigned int i)
{
	struct vcpu *v = &rig.v[i];

	(void)id;
	if (i >= MAX_VCPUS)
		return;
	v->cpu = q_cpu(i);
	v->msr.mark = rig.cfg.mark;
	v->msr.arch_caps = rig.caps;
	model_reset(&v->msr);
	if (i >= rig.ncpus)
		rig.ncpus = i + 1;
}

void alone_start(uint64_t id)
{
	q_holds_spec_ctrl(rig.cfg.mark);
	q_on_reset(on_reset, NULL);
	qemu_plugin_register_vcpu_init_cb(id, on_vcpu);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
}
