// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams that break a rule by one of the rarer kinds; judge-wrong.c has the
 * others, judge.c the table of all.
 */
#include "judge-stream.h"

/* The end of a system call that is protected. */
static void way_out(void)
{
	clear();
	sysret();
	user();
}

void bad_icall_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	insn(K(0x62), I_ICALL);
	sysret();
	user();
}

void bad_far_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	insn(K(0x62), I_FAR);
	sysret();
	user();
}

/* The fault of an IRET to user mode must not go back to kernel code. */
void bad_iret_back(void)
{
	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(13, GP_RIP, STACK - 64, false, at_kernel(IRET_RIP), false);
	set();
	body();
	iret(STACK - 64, at_kernel(K(0x10000)));
	body();
	way_out();
}

/* What the entry of a #DB reads has a data breakpoint: #DB, on the same frame. */
void bad_db_in_its_own_entry(void)
{
	struct frame fr = at_kernel(K(0x55));

	syscall_in();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, at_kernel(LSTAR_RIP), false);
	rd();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, fr, false);
	rd();
	set();
	insn(K(0x61), I_CALL);
	clear();
	iret(DB_FRAME, fr);
	set();
	body();
	way_out();
}

void bad_r7_first(void)
{
	syscall_in();
	insn(K(0x66), I_SEGLOAD);
	set();
	body();
	way_out();
}

/* Cleared, though it is clear, before it is set. */
void bad_two_writes_in(void)
{
	syscall_in();
	clear();
	set();
	body();
	way_out();
}

void bad_read_on_the_way_out(void)
{
	syscall_in();
	set();
	body();
	clear();
	rd();
	sysret();
	user();
}

void bad_set_after_clear(void)
{
	syscall_in();
	set();
	body();
	clear();
	set();
	way_out();
}

/* An NMI that interrupts @rip; @accesses is what its handler does. */
static void nmi_with(uint64_t rip, void (*accesses)(void))
{
	struct frame fr = at_kernel(rip);

	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	accesses();
	iret(NMI_FRAME - 0x80, fr);
}

static void fenced_rd(void)
{
	rd();
	insn(K(0x31), I_LFENCE);
}

static void clears_and_sets(void)
{
	fenced_rd();
	clear();
	set();
}

static void reads_twice(void)
{
	fenced_rd();
	fenced_rd();
}

static void writes_thrice(void)
{
	fenced_rd();
	set();
	set();
	clear();
}

void bad_nmi_writes(void)
{
	syscall_in();
	set();
	nmi_with(K(0x10000), clears_and_sets);
	body();
	way_out();
}

void bad_nmi_reads(void)
{
	syscall_in();
	set();
	nmi_with(K(0x10000), reads_twice);
	body();
	way_out();
}

void bad_nmi_writes_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	nmi_with(K(0x44), writes_thrice);
	sysret();
	user();
}

/* A nested NMI finds "NMI executing" and has nothing to ask the MSR. */
static void nested_reads(void)
{
	struct frame in = { K(0x63), 0x10, 2, NMI_FRAME - 0xf0, 0x18 };

	fenced_rd();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, in, false);
	fenced_rd();
	iret(NMI_FRAME, in);
	insn(K(0x63), I_OTHER);
}

void bad_nested_read(void)
{
	syscall_in();
	set();
	nmi_with(K(0x10000), nested_reads);
	body();
	way_out();
}

void bad_idle_base(void)
{
	struct mwait_ev deep = { K(0x30010), 0x20, 1, true };

	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30000), 0, S_IDLE);
	judge_block(&j, K(0x30010), 0, false);
	judge_mwait(&j, &deep);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
	body();
	way_out();
}

void bad_offline_base(void)
{
	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30030), 0, S_OFFLINE);
	judge_halt(&j, K(0x30050));
}

/* keep=1: the write that arms has lost what the processor started with. */
void bad_arming_base(void)
{
	cfg.keep = true;
	judge_reset(&j, BASE);
	judge_wrmsr(&j, K(0x30020), 1, S_OTHER);
	cfg.keep = false;
}

/* The model refuses what raises #GP on hardware, and keeps its value. */
void bad_reserved(void)
{
	struct msr_model m = { .mark = BASE, .spec_ctrl = BASE };
	uint64_t val = BASE | 1 | 1ull << 60;

	syscall_in();
	set();
	if (model_wrmsr(&m, MSR_SPEC_CTRL, BASE | 1) &&
	    !model_wrmsr(&m, MSR_SPEC_CTRL, val) && m.spec_ctrl == (BASE | 1))
		judge_violation(&j, 6, "reserved-bit-write", K(0x20), val);
	body();
	way_out();
}

void bad_extable(void)
{
	struct insn_ev i = { .rip = K(0x66), .extable = true };

	syscall_in();
	set();
	body();
	clear();
	judge_insn(&j, &i);
	sysret();
	user();
}

/* Cleared around a firmware call, which must not run with IF=1. */
void bad_firmware_irqs_on(void)
{
	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30000), j.base, S_FIRMWARE);
	judge_block(&j, K(0x30010), 0, true);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_FIRMWARE);
	body();
	way_out();
}

void bad_armed_late(void)
{
	judge_late(&j, K(0x30000), "armed-after-alternatives");
}

/* S3 took the microcode away, and the write does not wait for it. */
void bad_no_msr(void)
{
	struct msr_model m = { .mark = BASE, .by_update = true, .rev = 0xd6 };

	model_reset(&m);
	judge_reset(&j, BASE);
	boot_access(&m, true);
	boot_access(&m, false);
}

/* Cleared at boot, and not when it comes up again. */
void bad_left_set(void)
{
	off(BASE | 1);
	judge_wrmsr(&j, K(0x30020), BASE, S_BOOT);
	judge_reset(&j, BASE | 1);
	iret(STACK, at_user());
	user();
	cfg.series = false;
}

/* Cleared, though it is clear. */
void bad_extra_write(void)
{
	off(BASE | 1);
	judge_wrmsr(&j, K(0x30020), BASE, S_BOOT);
	judge_wrmsr(&j, K(0x30040), BASE, S_BOOT);
	cfg.series = false;
}

void bad_cleared_base(void)
{
	off(BASE | 1);
	judge_wrmsr(&j, K(0x30020), 0, S_BOOT);
	cfg.series = false;
}

void bad_no_stibp(void)
{
	cfg.stibp = true;
	off(BASE & ~SPEC_CTRL_STIBP);
	iret(STACK, at_user());
	user();
	cfg.series = cfg.stibp = false;
}
