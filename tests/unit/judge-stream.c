// SPDX-License-Identifier: GPL-2.0-only
/* Pieces of event streams; see judge-stream.h. */
#include "judge-stream.h"

struct judge_cfg cfg;
struct judge j;

void insn(uint64_t rip, unsigned int cls)
{
	struct insn_ev i = { .rip = rip, .cls = (uint8_t)cls };

	judge_insn(&j, &i);
}

void wr(uint64_t val)
{
	insn(K(0x20), I_WRMSR);
	judge_wrmsr(&j, K(0x20), val, S_ENTRY);
}

void set(void)
{
	wr(j.base | 1);
}

void clear(void)
{
	wr(j.base);
}

void rd(void)
{
	insn(K(0x30), I_RDMSR);
	judge_rdmsr(&j, K(0x30), j.msr, S_ENTRY);
}

void syscall_in(void)
{
	struct enter_ev e = {
		.rip = LSTAR_RIP, .cls = E_SYSCALL64, .sp = 0x7fff0000,
	};

	judge_enter(&j, &e);
	insn(LSTAR_RIP, I_SWAPGS);
}

void sysret(void)
{
	insn(K(0x40), I_SYSRET);
	judge_sysret(&j, K(0x40), L_SYSRET);
}

void user(void)
{
	judge_user(&j, USER_RIP);
}

void body(void)
{
	judge_block(&j, K(0x10000), 0, true);
	judge_block(&j, K(0x10010), I_RET, true);
}

/* An IDT entry with hardware frame at @sp. */
void idt(unsigned int vec, uint64_t rip, uint64_t sp, bool ist,
	 struct frame fr, bool saved_entry)
{
	struct enter_ev e = {
		.rip = rip, .sp = sp, .vec = (uint8_t)vec, .idt = true,
		.cls = (uint8_t)path_of_vector(vec), .ist = ist, .fr = fr,
		.saved_entry = saved_entry,
	};

	judge_enter(&j, &e);
	insn(rip, I_OTHER);
}

struct frame at_user(void)
{
	return (struct frame){ USER_RIP, 0x33, 0x202, 0x7fff0000, 0x2b };
}

struct frame at_kernel(uint64_t rip)
{
	return (struct frame){ rip, 0x10, 0x2, STACK, 0x18 };
}

void iret(uint64_t sp, struct frame to)
{
	insn(IRET_RIP, I_IRET);
	judge_iret(&j, IRET_RIP, sp, &to);
}

/* A processor armed at boot that has gone to user mode once. */
void boot(uint64_t msr)
{
	judge_init(&j, &cfg, msr);
	judge_wrmsr(&j, K(0x20000), msr | 1, S_OTHER);
	clear();
	iret(STACK, at_user());
	user();
}

void off(uint64_t msr)
{
	cfg.series = true;
	cfg.chosen = false;
	judge_init(&j, &cfg, msr);
}

void boot_access(struct msr_model *m, bool write)
{
	if (model_lacks(m, MSR_SPEC_CTRL))
		judge_no_msr(&j, K(0x30020), MSR_SPEC_CTRL);
	else if (write && model_wrmsr(m, MSR_SPEC_CTRL, BASE | 1))
		judge_wrmsr(&j, K(0x30020), m->spec_ctrl, S_BOOT);
	else
		judge_rdmsr(&j, K(0x30020), m->spec_ctrl, S_BOOT);
}

void good_syscall(void)
{
	syscall_in();
	set();
	insn(K(0x60), I_ICALL);
	body();
	clear();
	sysret();
	user();
}

void nmi_kernel(bool restore)
{
	struct frame fr = at_kernel(K(0x10000));

	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x31), I_LFENCE);
	insn(K(0x61), I_CALL);
	insn(K(0x62), I_RET);
	if (restore)
		set();
	iret(NMI_FRAME - 0x80, fr);
}

void nmi_window(uint64_t rip, bool saved_entry, bool restore)
{
	struct frame fr = at_kernel(rip);

	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, saved_entry);
	judge_nmi_pass(&j);
	rd();
	set();
	insn(K(0x62), I_RET);
	if (restore)
		clear();
	iret(NMI_FRAME - 0x80, fr);
}
