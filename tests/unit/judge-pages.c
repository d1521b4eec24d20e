// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams written from the pages of Documentation/rules.txt alone, by somebody
 * who had not read the judge: for the parts of each rule what breaks it in another
 * way than the other streams do, and what is right and looks as if it was not.
 */
#include "judge-stream.h"

void page_site(uint64_t rip, uint64_t val, unsigned int cls)
{
	judge_block(&j, rip, 0, false);
	judge_wrmsr(&j, rip, val, cls);
}

void page_idle_clear(void)
{
	page_site(IDLE_RIP, j.base, S_IDLE);
}

void page_idle_set(void)
{
	page_site(IDLE_RIP + 0x40, j.base | 1, S_IDLE);
}

void page_mwait(uint32_t eax, uint32_t ecx)
{
	struct mwait_ev m = { IDLE_RIP + 0x20, eax, ecx, true };

	judge_block(&j, IDLE_RIP + 0x20, 0, false);
	judge_mwait(&j, &m);
}

static void irq_kernel(uint64_t rip)
{
	idt(0xec, IRQ_RIP, STACK - 0x100, false, at_kernel(rip), false);
}

void page_in_kernel(void)
{
	syscall_in();
	set();
	body();
}

void page_out(void)
{
	clear();
	sysret();
	user();
}

/* --- R1 --- */

static void branch_of_compat(void)
{
	struct enter_ev e = { .rip = SYSENTER_RIP, .cls = E_SYSENTER };

	judge_enter(&j, &e);
	insn(SYSENTER_RIP, I_SWAPGS);
	insn(SYSENTER_RIP + 8, I_FAR);
	set();
	body();
	page_out();
}

/* Idle calls what is not inlined, and that returns. */
static void ret_of_idle(void)
{
	page_in_kernel();
	page_idle_clear();
	page_mwait(0x20, 1);
	judge_block(&j, IDLE_RIP + 0x30, I_RET, false);
	page_idle_set();
	page_out();
}

/* --- R2 --- */

static void mc_leaves_set(void)
{
	idt(18, MC_RIP, MC_FRAME, true, at_user(), false);
	set();
	body();
	iret(MC_FRAME, at_user());
	user();
}

/* --- R3 --- */

/* STIBP is gone behind it, and the bit is as it was. */
static void nmi_loses_stibp(void)
{
	struct frame fr = at_kernel(K(0x40));

	syscall_in();
	set();
	body();
	clear();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	set();
	insn(K(0x62), I_RET);
	wr(j.base & ~2ull);
	iret(NMI_FRAME - 0x80, fr);
	sysret();
	user();
}

/* A #DB in the window of a system call puts back what protected code has. */
static void db_leaves_set(void)
{
	struct frame fr = at_kernel(LSTAR_RIP);

	syscall_in();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, fr, true);
	rd();
	set();
	body();
	iret(DB_FRAME, fr);
	insn(LSTAR_RIP + 3, I_OTHER);
	set();
	body();
	page_out();
}

static void mc_in_idle(void)
{
	struct frame fr = at_kernel(IDLE_RIP + 0x20);

	page_in_kernel();
	page_idle_clear();
	page_mwait(0x20, 1);
	idt(18, MC_RIP, MC_FRAME, true, fr, false);
	rd();
	set();
	body();
	clear();
	iret(MC_FRAME, fr);
	judge_block(&j, IDLE_RIP + 0x22, 0, false);
	page_idle_set();
	page_out();
}

/* sync_core() in the handler: that IRET goes to itself and ends nothing. */
static void nmi_syncs(void)
{
	struct frame fr = at_kernel(K(0x10000));
	struct frame self = { K(0x65), 0x10, 0x2, NMI_FRAME - 0x200, 0x18 };

	page_in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x31), I_LFENCE);
	iret(NMI_FRAME - 0x228, self);
	insn(K(0x65), I_OTHER);
	insn(K(0x66), I_RET);
	iret(NMI_FRAME - 0x80, fr);
	body();
	page_out();
}

/* Faults in interrupts in faults, all of protected code. */
static void nested_kernel(void)
{
	page_in_kernel();
	irq_kernel(K(0x10000));
	idt(VEC_PF, PF_RIP, STACK - 0x300, false, at_kernel(K(0x11000)), false);
	body();
	irq_kernel(K(0x12000));
	iret(STACK - 0x100, at_kernel(K(0x12000)));
	body();
	iret(STACK - 0x300, at_kernel(K(0x11000)));
	body();
	iret(STACK - 0x100, at_kernel(K(0x10000)));
	body();
	page_out();
}

static void bad_iret_twice(void)
{
	for (int i = 0; i < 2; i++) {
		page_in_kernel();
		clear();
		iret(STACK, at_user());
		idt(11, K(0xe00), STACK - 0x30, false, at_kernel(IRET_RIP), false);
		set();
		body();
		clear();
		iret(STACK, at_user());
		user();
	}
}

/* The fault of an IRET, whose handler forgets that the way out had cleared. */
static void bad_iret_unset(void)
{
	page_in_kernel();
	clear();
	iret(STACK, at_user());
	idt(12, K(0xe80), STACK - 0x30, false, at_kernel(IRET_RIP), false);
	judge_block(&j, K(0x10000), 0, false);
	clear();
	iret(STACK, at_user());
	user();
}

/* --- R4 --- */

/* The NMI's own write is none of the system call's. */
static void nmi_writes_for_it(void)
{
	syscall_in();
	nmi_window(LSTAR_RIP + 3, false, true);
	insn(LSTAR_RIP + 3, I_OTHER);
	sysret();
	user();
}

static void nmi_then_own_write(void)
{
	syscall_in();
	nmi_window(LSTAR_RIP + 3, false, true);
	insn(LSTAR_RIP + 3, I_OTHER);
	set();
	body();
	page_out();
}

/* --- R5 --- */

/* A fork child: out without having come in. */
static void child(void)
{
	page_in_kernel();
	clear();
	iret(STACK, at_user());
	user();
	page_in_kernel();
	clear();
	sysret();
	user();
}

static void nmi_two_passes(void)
{
	struct frame fr = at_kernel(K(0x10000));

	page_in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	for (int i = 0; i < 2; i++) {
		judge_nmi_pass(&j);
		rd();
		insn(K(0x31), I_LFENCE);
		body();
	}
	iret(NMI_FRAME - 0x80, fr);
	body();
	page_out();
}

static void stranger_writes(void)
{
	page_in_kernel();
	page_site(K(0x50000), j.base | 1, S_UNKNOWN);
	body();
	page_out();
}

/* Boot code writes once more, and what it writes is news. */
static void base_changes(void)
{
	uint64_t base = BASE & ~4ull;

	page_in_kernel();
	page_site(BOOT_RIP, base | 1, S_OTHER);
	body();
	wr(base);
	sysret();
	user();
	syscall_in();
	wr(base | 1);
	body();
	wr(base);
	sysret();
	user();
}

/* --- R7 --- */

static void user_stack_of_way_in(void)
{
	struct enter_ev e = { .rip = SYSENTER_RIP, .cls = E_SYSENTER };

	judge_enter(&j, &e);
	insn(SYSENTER_RIP, I_SWAPGS);
	judge_mem(&j, SYSENTER_RIP + 4, 0x7fff0000, false, true);
	set();
	body();
	page_out();
}

/* All of this is protected: it may do what it likes. */
static void busy_kernel(void)
{
	struct insn_ev on = { .rip = K(0x80), .intr = true };
	struct insn_ev ex = { .rip = K(0x84), .extable = true };

	syscall_in();
	set();
	judge_insn(&j, &on);
	judge_insn(&j, &ex);
	insn(K(0x88), I_SEGLOAD);
	judge_mem(&j, K(0x8c), 0x7fff0000, false, false);
	body();
	clear();
	judge_mem(&j, K(0x90), STACK, false, true);
	sysret();
	user();
}

/* --- R8 --- */

static void user_cr3(struct insn_ev *i, uint64_t rip)
{
	*i = (struct insn_ev){ .rip = rip, .user_cr3 = true };
	judge_insn(&j, i);
}

static void per_cpu_on_user_cr3(void)
{
	struct insn_ev i;

	page_in_kernel();
	clear();
	user_cr3(&i, K(0x91));
	judge_mem(&j, K(0x91), 0xffff88001fc0f000ull, true, false);
	sysret();
	user();
}

static void mapped_on_user_cr3(void)
{
	struct enter_ev e = {
		.rip = LSTAR_RIP, .cls = E_SYSCALL64, .user_cr3 = true,
	};
	struct insn_ev i;

	judge_enter(&j, &e);
	user_cr3(&i, LSTAR_RIP);
	judge_mem(&j, LSTAR_RIP, 0xfffffe0000006000ull, true, true);
	insn(LSTAR_RIP + 8, I_MOVCR3);
	judge_mem(&j, LSTAR_RIP + 16, STACK, false, false);
	set();
	body();
	page_out();
}

const struct stream page_streams[] = {
	{ "pages r1 r4 bad: far branch of SYSENTER", branch_of_compat, 1,
	  "R1:far-branch R4:branch-before-write" },
	{ "pages r1 bad: idle returns from a call, clear", ret_of_idle, 1, "R1:ret" },
	{ "pages r2 r5:crossing bad: #MC of user mode leaves set", mc_leaves_set, 2,
	  "R5:no-clear-on-crossing-out R2:set-at-crossing-out "
	  "R2:set-in-user-mode" },
	{ "pages r3:ist r6:stibp bad: NMI loses STIBP", nmi_loses_stibp, 3,
	  "R6:entry-base-lost R3:ist-not-restored" },
	{ "pages r3:ist bad: #DB leaves a window set", db_leaves_set, 3,
	  "R3:ist-not-restored" },
	{ "pages r3 good: #MC in idle", mc_in_idle, 3, "" },
	{ "pages r3 good: sync_core() in an NMI", nmi_syncs, 3, "" },
	{ "pages r3 good: events nest, protected", nested_kernel, 3, "" },
	{ "pages r3 good: IRET faults by #NP, twice", bad_iret_twice, 3, "" },
	{ "pages r4 r7 bad: #SS of an IRET sets nothing", bad_iret_unset, 4,
	  "R7:outside-entry-text R4:r7-before-write" },
	{ "pages r4 bad: the NMI's write, and none of its own", nmi_writes_for_it,
	  4, "R4:no-write-on-crossing-in" },
	{ "pages r4 good: its own write behind an NMI's", nmi_then_own_write, 4, "" },
	{ "pages r5 good: out without having come in", child, 5, "" },
	{ "pages r5 good: two passes, a read each", nmi_two_passes, 5, "" },
	{ "pages r5:site bad: a stranger writes", stranger_writes, 5,
	  "R5:extra-write-at-site" },
	{ "pages r6 good: base changes on the way", base_changes, 6, "" },
	{ "pages r4 r7 bad: the user's stack before the write",
	  user_stack_of_way_in, 7, "R7:user-access R4:r7-before-write" },
	{ "pages r7 good: what protected code does", busy_kernel, 7, "" },
	{ "pages r8 bad: per-CPU variable on the way out", per_cpu_on_user_cr3, 8,
	  "R8:unmapped-access" },
	{ "pages r8 good: what is mapped, and CR3", mapped_on_user_cr3, 8, "" },
	{ }
};
