// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams that break a rule in the usual way, one or more for each; judge-bad.c
 * has the rarer ones, judge.c the table of all.
 */
#include "judge-stream.h"

void bad_ret_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	insn(K(0x62), I_RET);
	sysret();
	user();
}

void bad_branch_before_write(void)
{
	syscall_in();
	insn(K(0x62), I_IJMP);
	set();
	clear();
	sysret();
	user();
}

void bad_set_at_exit(void)
{
	syscall_in();
	set();
	body();
	sysret();
	user();
	clear();
}

void bad_nmi_not_restored(void)
{
	syscall_in();
	set();
	body();
	clear();
	nmi_window(K(0x44), false, false);
	clear();
	sysret();
	user();
}

void bad_fault_unprotected(void)
{
	struct frame fr = at_kernel(K(0x104));

	syscall_in();
	idt(14, PF_RIP, STACK - 64, false, fr, false);
	set();
	iret(STACK - 64, fr);
	clear();
	sysret();
	user();
}

void bad_iret_unprotected(void)
{
	struct frame fr = at_kernel(K(0x10000));

	syscall_in();
	set();
	idt(14, PF_RIP, STACK - 64, false, fr, false);
	clear();
	iret(STACK - 64, fr);
	insn(K(0x104), I_OTHER);
	sysret();
	user();
}

void bad_no_write(void)
{
	syscall_in();
	sysret();
	user();
}

void bad_read_first(void)
{
	syscall_in();
	rd();
	set();
	body();
	clear();
	sysret();
	user();
}

void bad_double_clear(void)
{
	syscall_in();
	set();
	body();
	clear();
	clear();
	sysret();
	user();
}

void bad_read_to_clear(void)
{
	syscall_in();
	set();
	body();
	rd();
	clear();
	sysret();
	user();
}

void bad_set_again(void)
{
	syscall_in();
	set();
	set();
	body();
	clear();
	sysret();
	user();
}

void bad_nmi_restore_protected(void)
{
	syscall_in();
	set();
	nmi_kernel(true);
	body();
	clear();
	sysret();
	user();
}

void bad_low_half(void)
{
	syscall_in();
	wr(1 | (j.base & ~7ull));
	body();
	clear();
	sysret();
	user();
}

/* One bit of base, and no more. */
static void loses(uint64_t bit)
{
	syscall_in();
	wr(1 | (j.base & ~bit));
	body();
	clear();
	sysret();
	user();
}

void bad_stibp_lost(void)
{
	loses(SPEC_CTRL_STIBP);
}

void bad_ssbd_lost(void)
{
	loses(SPEC_CTRL_SSBD);
}

void bad_high_half(void)
{
	syscall_in();
	set();
	body();
	wr((uint32_t)j.base);
	sysret();
	user();
}

void bad_c_code_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	judge_block(&j, K(0x10000), 0, false);
	sysret();
	user();
}

void bad_irqs_on(void)
{
	struct insn_ev i = { .rip = K(0x66), .intr = true };

	syscall_in();
	set();
	clear();
	judge_insn(&j, &i);
	sysret();
	user();
}

void bad_segment_load(void)
{
	syscall_in();
	set();
	clear();
	insn(K(0x66), I_SEGLOAD);
	sysret();
	user();
}

void bad_user_access(void)
{
	syscall_in();
	set();
	clear();
	insn(K(0x66), I_OTHER);
	judge_mem(&j, K(0x66), 0x7fff0000, false, false);
	sysret();
	user();
}

void bad_call_out(void)
{
	struct insn_ev i = { .rip = K(0x66), .cls = I_CALL, .call_out = true };

	syscall_in();
	set();
	clear();
	judge_insn(&j, &i);
	sysret();
	user();
}

void bad_user_cr3(void)
{
	struct insn_ev i = { .rip = K(0x104), .user_cr3 = true };

	syscall_in();
	judge_insn(&j, &i);
	judge_mem(&j, K(0x104), 0xffff888000002000ull, true, false);
	set();
	clear();
	sysret();
	user();
}

/* The same, seen as a fault: the access never happened. */
static void fault_on_user_cr3(uint8_t vec)
{
	struct enter_ev e = {
		.rip = PF_RIP, .sp = STACK - 64, .vec = vec, .idt = true,
		.cls = (uint8_t)path_of_vector(vec), .user_cr3 = true,
		.fr = at_kernel(K(0x104)),
	};

	syscall_in();
	set();
	judge_enter(&j, &e);
	insn(PF_RIP, I_OTHER);
	iret(STACK - 64, e.fr);
	clear();
	sysret();
	user();
}

void bad_fault_on_user_cr3(void)
{
	fault_on_user_cr3(VEC_PF);
}

void bad_double_fault_on_user_cr3(void)
{
	fault_on_user_cr3(VEC_DF);
}

/* It is of the level that the fault begins, which has had no path before. */
void bad_iret_fault_on_user_cr3(void)
{
	struct enter_ev e = {
		.rip = PF_RIP, .sp = STACK - 64, .vec = VEC_PF, .idt = true,
		.cls = (uint8_t)path_of_vector(VEC_PF), .user_cr3 = true,
		.fr = at_kernel(IRET_RIP),
	};

	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	judge_enter(&j, &e);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

void bad_idle(void)
{
	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30000), j.base, S_IDLE);
	judge_block(&j, K(0x30010), I_HLT, true);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
	clear();
	sysret();
	user();
}

/* The clear before MWAIT got lost: the set behind it finds the bit set. */
void bad_idle_set(void)
{
	syscall_in();
	set();
	judge_block(&j, K(0x30010), 0, false);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
	body();
	clear();
	sysret();
	user();
}

void bad_late(void)
{
	judge_reset(&j, BASE);
	judge_late(&j, K(0x30000), "interrupts-on-unarmed");
	judge_wrmsr(&j, K(0x30020), BASE | 1, S_OTHER);
}

void bad_resume(void)
{
	judge_reset(&j, BASE);
	judge_if(&j, 0xf1234, true);
	judge_if(&j, K(0x30000), true);
	judge_if(&j, K(0x30010), true);
}

/* The clear did not happen; the loop around HLT is one violation. */
void bad_offline(void)
{
	syscall_in();
	set();
	judge_halt(&j, K(0x30050));
	judge_halt(&j, K(0x30050));
}

void bad_kexec(void)
{
	syscall_in();
	set();
	judge_stray(&j, 0x1e001000);
	judge_stray(&j, 0x1e001010);
}

void bad_skip_unfenced(void)
{
	struct frame fr = at_kernel(K(0x10000));

	syscall_in();
	set();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, fr, false);
	rd();
	insn(K(0x62), I_RET);
	iret(DB_FRAME, fr);
	body();
	clear();
	sysret();
	user();
}

void bad_lost(void)
{
	judge_block(&j, K(0x10000), 0, false);
	clear();
	sysret();
	user();
}
