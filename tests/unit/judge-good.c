// SPDX-License-Identifier: GPL-2.0-only
/* Streams that break no rule, each a way in and out that exists. */
#include "judge-stream.h"

void ok_syscalls(void)
{
	good_syscall();
	good_syscall();
}

void ok_nmi_protected(void)
{
	syscall_in();
	set();
	nmi_kernel(false);
	body();
	clear();
	sysret();
	user();
}

void ok_nmi_in_both_windows(void)
{
	syscall_in();
	nmi_window(K(0x104), false, true);
	set();
	body();
	clear();
	nmi_window(K(0x44), false, true);
	sysret();
	user();
}

/* Taken at the boundary before the first instruction of the entry. */
void ok_nmi_before_first(void)
{
	nmi_window(LSTAR_RIP, true, true);
	good_syscall();
}

/* A second NMI right behind the first one's return: same frame address. */
void ok_nmi_back_to_back(void)
{
	syscall_in();
	set();
	nmi_kernel(false);
	nmi_kernel(false);
	body();
	clear();
	sysret();
	user();
}

/* Nested: the inner one returns from the hardware frame itself. */
void ok_nmi_nested(void)
{
	struct frame fr = at_kernel(K(0x104));
	struct frame in = { K(0x63), 0x10, 2, NMI_FRAME - 0xf0, 0x18 };
	struct frame rep = { K(0x64), 0x10, 2, NMI_FRAME - 0xa0, 0x18 };

	syscall_in();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	set();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, in, false);
	iret(NMI_FRAME, in);
	insn(K(0x63), I_RET);
	clear();
	iret(NMI_FRAME - 0x80, rep);	/* to repeat_nmi */
	insn(K(0x64), I_OTHER);
	judge_nmi_pass(&j);
	rd();
	set();
	clear();
	iret(NMI_FRAME - 0x80, fr);
	insn(K(0x104), I_OTHER);
	set();
	body();
	clear();
	sysret();
	user();
}

void ok_irq_right_after_iret(void)
{
	good_syscall();
	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(0xec, K(0xb00), STACK, false, at_user(), false);
	set();
	body();
	clear();
	iret(STACK, at_user());
	user();
}

/* IRET faults: #GP from that IRET, which sets and leaves to user mode. */
void ok_bad_iret(void)
{
	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(13, GP_RIP, STACK - 64, false, at_kernel(IRET_RIP), false);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

/*
 * #DB at an IRET to kernel code, which returns to it by the same instruction,
 * with an NMI right behind: that one's frame names the IRET it came back to.
 */
void ok_nmi_behind_db_at_iret(void)
{
	syscall_in();
	set();
	body();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, at_kernel(IRET_RIP), false);
	rd();
	insn(K(0x61), I_LFENCE);
	iret(DB_FRAME, at_kernel(IRET_RIP));
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, at_kernel(IRET_RIP), false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x61), I_LFENCE);
	iret(NMI_FRAME, at_kernel(IRET_RIP));
	iret(STACK, at_kernel(K(0x10000)));
	body();
	clear();
	sysret();
	user();
}

/* espfix: #DF at the IRET, whose own IRET enters general_protection. */
void ok_espfix_df(void)
{
	struct frame gp = { GP_RIP, 0x10, 2, STACK - 48, 0x18 };

	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(VEC_DF, DF_RIP, DF_FRAME, true, at_kernel(IRET_RIP), false);
	rd();
	set();
	insn(K(0x62), I_RET);
	clear();
	iret(DF_FRAME, gp);
	idt(13, GP_RIP, STACK - 40, false, at_user(), false);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

/*
 * The same with an NMI at the boundary before the #DF handler's first
 * instruction: its frame says "double_fault", and that one's frame says IRET.
 */
void ok_nmi_before_df(void)
{
	struct frame gp = { GP_RIP, 0x10, 2, STACK - 48, 0x18 };
	struct enter_ev e = {
		.rip = NMI_RIP, .sp = NMI_FRAME, .vec = VEC_NMI, .idt = true,
		.cls = E_VEC0 + VEC_NMI, .ist = true,
		.saved_entry = true, .saved_idt = true,
		.fr = { DF_RIP, 0x10, 2, DF_FRAME, 0x18 },
		.saved_fr = at_kernel(IRET_RIP),
	};

	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	judge_enter(&j, &e);
	insn(NMI_RIP, I_OTHER);
	rd();
	set();
	clear();
	iret(NMI_FRAME - 0x80, e.fr);
	idt(VEC_DF, DF_RIP, DF_FRAME, true, at_kernel(IRET_RIP), false);
	rd();
	set();
	clear();
	iret(DF_FRAME, gp);
	idt(13, GP_RIP, STACK - 40, false, at_user(), false);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

void ok_fault_from_kernel(void)
{
	struct frame fr = at_kernel(K(0x10000));

	syscall_in();
	set();
	idt(14, PF_RIP, STACK - 64, false, fr, false);
	body();
	iret(STACK - 64, fr);
	body();
	clear();
	sysret();
	user();
}

void ok_user_cr3(void)
{
	struct insn_ev i = {
		.rip = K(0x104), .cls = I_OTHER, .user_cr3 = true,
	};

	syscall_in();
	judge_insn(&j, &i);
	judge_mem(&j, K(0x104), 0xfffffe0000002000ull, true, true);
	set();
	clear();
	sysret();
	user();
}

void ok_idle_clear(void)
{
	struct mwait_ev deep = { K(0x30010), 0x20, 1, true };

	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30000), j.base, S_IDLE);
	judge_block(&j, K(0x30010), 0, false);
	judge_mwait(&j, &deep);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
	body();
	clear();
	sysret();
	user();
}

void ok_offline(void)
{
	judge_reset(&j, BASE);
	judge_block(&j, K(0x30000), I_RET, false);
	judge_wrmsr(&j, K(0x30020), BASE | 1, S_OTHER);
	body();
	judge_wrmsr(&j, K(0x30030), BASE, S_OFFLINE);
	judge_block(&j, K(0x30040), 0, false);
	judge_halt(&j, K(0x30050));
	judge_reset(&j, BASE);
	judge_halt(&j, K(0x30050));	/* never armed since: not judged */
}

/* S3: the firmware has IF=1, the kernel not before it armed again. */
void ok_resume(void)
{
	judge_reset(&j, BASE);
	judge_if(&j, 0xf1234, true);
	judge_if(&j, K(0x30000), false);
	judge_wrmsr(&j, K(0x30020), BASE | 1, S_OTHER);
	judge_if(&j, K(0x30030), true);
}

void ok_kexec(void)
{
	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30030), BASE, S_KEXEC);
	judge_block(&j, K(0x30040), I_RET, false);
	j.exercised[10] = 0;
	judge_stray(&j, 0x1e001000);
	judge_stray(&j, 0x1e001010);
}

/* The initrd's microcode brings the MSR: it is loaded, then 48h is written. */
void ok_microcode_first(void)
{
	static const uint32_t update[UCODE_HEADER / 4] = { 1, 0xd6 };
	struct msr_model m = { .mark = BASE, .by_update = true };

	judge_reset(&j, BASE);
	if (model_update(&m, update))
		boot_access(&m, true);
	judge_if(&j, K(0x30030), true);
}

/* IBRS is not in use, and 48h has bit 0 set: cleared each time it comes up. */
void ok_found_set(void)
{
	off(BASE | 1);
	judge_wrmsr(&j, K(0x30020), BASE, S_BOOT);
	iret(STACK, at_user());
	user();
	judge_reset(&j, BASE | 1);
	judge_wrmsr(&j, K(0x30020), BASE, S_BOOT);
	iret(STACK, at_user());
	user();
	cfg.series = false;
}

/* Boot adds STIBP where the kernel says that user mode has it. */
void ok_stibp(void)
{
	cfg.stibp = true;
	off(BASE & ~SPEC_CTRL_STIBP);
	judge_wrmsr(&j, K(0x30020), BASE | SPEC_CTRL_STIBP, S_BOOT);
	iret(STACK, at_user());
	user();
	cfg.series = cfg.stibp = false;
}
