// SPDX-License-Identifier: GPL-2.0-only
/*
 * As judge-pages.c, of what happens outside the entry text, and of events that
 * come over one another.
 */
#include "judge-stream.h"

/* What an event interrupts that runs on the stack with the frame @top. */
static struct frame on_stack(uint64_t rip, uint64_t top)
{
	return (struct frame){ rip, 0x10, 0x2, top - 0x80, 0x18 };
}

/* --- R9 --- */

/* MWAIT returns early, and is gone to once more without a write in between. */
static void idle_again(void)
{
	page_in_kernel();
	page_idle_clear();
	page_mwait(0x20, 1);
	page_mwait(0x20, 1);
	page_idle_set();
	body();
	page_out();
}

/* HLT and shallow states leave the register alone. */
static void idle_unwritten(void)
{
	page_in_kernel();
	judge_block(&j, IDLE_RIP, 0, false);
	page_mwait(0x00, 1);
	judge_block(&j, IDLE_RIP + 0x60, I_HLT, true);
	body();
	page_out();
}

static void dead_sets_again(void)
{
	page_in_kernel();
	page_site(DEAD_RIP, j.base, S_OFFLINE);
	judge_halt(&j, DEAD_RIP + 8);
	judge_block(&j, DEAD_RIP + 9, 0, false);
	judge_wrmsr(&j, DEAD_RIP + 0x10, j.base | 1, S_OFFLINE);
}

static void dead_and_woken(void)
{
	page_in_kernel();
	page_site(DEAD_RIP, j.base, S_OFFLINE);
	for (int i = 0; i < 3; i++) {
		judge_halt(&j, DEAD_RIP + 8);
		judge_block(&j, DEAD_RIP + 8, I_HLT, false);
		nmi_window(DEAD_RIP + 9, false, true);
		judge_block(&j, DEAD_RIP + 9, 0, false);
	}
}

/* --- R10 --- */

static void kexec_takes_interrupts(void)
{
	page_in_kernel();
	page_site(KEXEC_RIP, j.base, S_KEXEC);
	judge_block(&j, KEXEC_RIP + 8, 0, true);
	judge_stray(&j, 0x1000);
}

/* --- R13 --- */

/* What is in C stands behind the fence of the entry. */
static void skip_direct(void)
{
	struct frame fr = at_kernel(K(0x10000));

	page_in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x31), I_CALL);
	insn(K(0x32), I_LFENCE);
	insn(K(0x33), I_RET);
	iret(NMI_FRAME - 0x80, fr);
	body();
	page_out();
}

static void three_deep(void)
{
	struct frame f1 = at_kernel(LSTAR_RIP + 3);
	struct frame f2 = on_stack(K(0x710), DB_FRAME);
	struct frame f3 = on_stack(K(0x610), NMI_FRAME);
	syscall_in();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, f1, false);
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, f2, false);
	judge_nmi_pass(&j);
	rd();
	idt(18, MC_RIP, MC_FRAME, true, f3, false);
	rd();
	set();
	body();
	clear();
	iret(MC_FRAME, f3);
	insn(K(0x610), I_OTHER);
	set();
	body();
	clear();
	iret(NMI_FRAME - 0x80, f2);
	insn(K(0x710), I_OTHER);
	rd();
	set();
	body();
	clear();
	iret(DB_FRAME, f1);
	insn(LSTAR_RIP + 3, I_OTHER);
	set();
	body();
	page_out();
}

static void mc_between(void)
{
	struct frame f1 = at_kernel(K(0x10000));
	struct frame f3 = on_stack(K(0x31), NMI_FRAME);
	page_in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, f1, false);
	judge_nmi_pass(&j);
	rd();
	idt(18, MC_RIP, MC_FRAME, true, f3, false);
	rd();
	insn(K(0x31), I_LFENCE);
	insn(K(0x32), I_RET);
	iret(MC_FRAME, f3);
	insn(K(0x31), I_LFENCE);
	insn(K(0x32), I_RET);
	iret(NMI_FRAME - 0x80, f1);
	body();
	page_out();
}

static void dead_sysret(void)
{
	page_in_kernel();
	page_site(DEAD_RIP, j.base, S_OFFLINE);
	sysret();
	user();
}

static void idle_need_resched(void)
{
	page_in_kernel();
	page_idle_clear();
	judge_block(&j, IDLE_RIP + 0x8, I_JMP, false);
	page_idle_set();
	page_out();
}

static void start_cpu0(void)
{
	page_in_kernel();
	page_site(DEAD_RIP, j.base, S_OFFLINE);
	judge_halt(&j, DEAD_RIP + 8);
	cfg.chosen = true;
	judge_return(&j);
	judge_if(&j, K(0x44200), false);
	judge_wrmsr(&j, BOOT_RIP, BASE | 1, S_BOOT);
	judge_block(&j, K(0x44300), I_RET, true);
	page_out();
}

static void kexec_jump_back(void)
{
	page_in_kernel();
	page_site(KEXEC_RIP, j.base, S_KEXEC);
	judge_stray(&j, 0x1000);
	cfg.chosen = true;
	judge_return(&j);
	judge_if(&j, KEXEC_RIP + 0x40, false);
	judge_wrmsr(&j, BOOT_RIP, BASE | 1, S_BOOT);
	judge_block(&j, K(0x44300), I_RET, true);
	page_out();
}

static void mc_over_nmi_over_mc(void)
{
	page_in_kernel();
	idt(18, MC_RIP, MC_FRAME, true, at_kernel(K(0x10000)), false);
	insn(K(0xc10), I_OTHER);
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, on_stack(K(0xc10), MC_FRAME), false);
	insn(K(0x610), I_OTHER);
	idt(18, MC_RIP, MC_FRAME, true, on_stack(K(0x610), NMI_FRAME), false);
	insn(K(0xc10), I_OTHER);
}

const struct stream away_streams[] = {
	{ "pages r9 good: MWAIT twice", idle_again, 9, "" },
	{ "pages r9 good: C1 and HLT, nothing written", idle_unwritten, 0, "" },
	{ "pages r9:deep-idle bad: leaves before MWAIT", idle_need_resched, 0,
	  "R9:cleared-without-mwait" },
	{ "pages r9:offline bad: set again behind HLT", dead_sets_again, 9,
	  "R9:went-on-after-clear" },
	{ "pages r9:offline bad: SYSRET behind the clear", dead_sysret, 0,
	  "R9:went-on-after-clear" },
	{ "pages r9 good: NMIs of one that is offline", dead_and_woken, 9, "" },
	{ "pages r10 good: back by start_cpu0()", start_cpu0, 10, "" },
	{ "pages r10 good: back by a kexec with context", kexec_jump_back, 10, "" },
	{ "pages r10:kexec bad: IF=1 behind the clear", kexec_takes_interrupts, 10,
	  "R10:interrupts-on-after-clear" },
	{ "pages r13 good: a direct call, and LFENCE in it", skip_direct, 13, "" },
	{ "pages r13 good: #MC between RDMSR and LFENCE", mc_between, 13, "" },
	{ "pages r3 good: #MC over NMI over #DB in a window", three_deep, 3, "" },
	{ "pages r3:ist bad: #MC over NMI over #MC", mc_over_nmi_over_mc, 0,
	  "R3:ist-frame-overwritten" },
	{ }
};
