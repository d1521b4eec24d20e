// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams around guests, of SVM: CLGI with IF=1, the clear, VMRUN, whatever the
 * guest does, the host behind VMRUN, the set, STGI.
 */
#include "judge-stream.h"

#define RUN(x)	K(0x80000 + (x))	/* in the function that has VMRUN */

static void around(uint64_t rip, unsigned int last, bool intr)
{
	judge_guest_block(&j, rip, last, intr, 1);
}

static void guest_write(uint64_t val)
{
	around(RUN(0x10), 0, true);
	judge_wrmsr(&j, RUN(0x10), val, S_GUEST);
}

static void up_to_clear(void)
{
	syscall_in();
	set();
	body();
	judge_gif(&j, false);
}

/* Registers of the guest, and VMRUN. */
static void enter(void)
{
	around(RUN(0x20), 0, true);
	judge_vmentry(&j, RUN(0x24));
}

static void come_back(void)
{
	judge_guest(&j);
	judge_guest(&j);
	judge_vmexit(&j, RUN(0x27));
	around(RUN(0x27), 0, true);
}

static void stgi(void)
{
	around(RUN(0x40), I_RET, true);
	judge_gif(&j, true);
	body();
}

static void to_user(void)
{
	clear();
	sysret();
	user();
}

static void one_guest(void)
{
	guest_write(j.base);
	enter();
	come_back();
	guest_write(j.base | 1);
	stgi();
}

/* --- good ----------------------------------------------------------------- */

static void ok_guest(void)
{
	up_to_clear();
	one_guest();
	judge_gif(&j, false);
	one_guest();
	to_user();
	good_syscall();
}

/* What was pending ends it before its first instruction. */
static void ok_no_guest_insn(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	judge_vmexit(&j, RUN(0x27));
	around(RUN(0x27), 0, true);
	guest_write(j.base | 1);
	stgi();
	to_user();
}

/* GIF=0 holds it back to STGI. */
static void ok_nmi_at_stgi(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	come_back();
	guest_write(j.base | 1);
	around(RUN(0x40), 0, true);
	judge_gif(&j, true);
	nmi_kernel(false);
	body();
	to_user();
}

/* --- bad ------------------------------------------------------------------ */

static void bad_guest_set(void)
{
	up_to_clear();
	enter();
	come_back();
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_exit_unwritten(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	come_back();
	enter();
	come_back();
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_exit_reads(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	come_back();
	around(RUN(0x30), 0, true);
	judge_rdmsr(&j, RUN(0x30), j.msr, S_GUEST);
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_exit_ret(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	come_back();
	around(RUN(0x2c), I_RET, true);
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_exit_calls_c(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	come_back();
	judge_block(&j, K(0x10000), 0, false);
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_c_before_entry(void)
{
	up_to_clear();
	guest_write(j.base);
	judge_block(&j, K(0x10000), 0, false);
	enter();
	come_back();
	guest_write(j.base | 1);
	stgi();
	to_user();
}

/* IF=1, and nothing but IF holds interrupts back. */
static void bad_gif(void)
{
	up_to_clear();
	guest_write(j.base);
	judge_gif(&j, true);
	around(RUN(0x20), 0, true);
	judge_gif(&j, false);
	enter();
	come_back();
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_cleared_twice(void)
{
	up_to_clear();
	guest_write(j.base);
	one_guest();
	to_user();
}

static void bad_set_twice(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	come_back();
	guest_write(j.base | 1);
	guest_write(j.base | 1);
	stgi();
	to_user();
}

static void bad_base(void)
{
	up_to_clear();
	guest_write(0);
	enter();
	come_back();
	guest_write(j.base | 1);
	stgi();
	to_user();
}

/* VMRUN faults, with the bit clear. */
static void bad_vmrun_faults(void)
{
	struct frame fr = at_kernel(RUN(0x24));

	up_to_clear();
	guest_write(j.base);
	enter();
	idt(6, GP_RIP, STACK - 64, false, fr, false);
	set();
	body();
	to_user();
}

static void bad_no_entry(void)
{
	up_to_clear();
	guest_write(j.base);
	around(RUN(0x20), 0, true);
	judge_guest(&j);
}

static void bad_no_exit(void)
{
	up_to_clear();
	guest_write(j.base);
	enter();
	judge_guest(&j);
	syscall_in();
}

const struct stream guest_streams[] = {
	{ "r2 good: a guest, twice", ok_guest, 2, "" },
	{ "r7 good: IF=1 around a guest, GIF=0", ok_guest, 7, "" },
	{ "r4 good: VM exit before the guest's first insn", ok_no_guest_insn,
	  4, "" },
	{ "r3 good: NMI behind STGI", ok_nmi_at_stgi, 3, "" },
	{ "r2 r5:guest bad: the guest runs with it set", bad_guest_set, 5,
	  "R5:no-clear-on-crossing-out R2:set-at-crossing-out" },
	{ "r4 bad: VM exit, and nothing is written", bad_exit_unwritten, 4,
	  "R4:no-write-on-crossing-in" },
	{ "r4 bad: RDMSR behind VM exit", bad_exit_reads, 4,
	  "R4:read-before-write" },
	{ "r1 r4 bad: RET behind VM exit", bad_exit_ret, 1,
	  "R1:ret R4:branch-before-write" },
	{ "r7 r4 bad: C behind VM exit", bad_exit_calls_c, 7,
	  "R7:outside-entry-text R4:r7-before-write" },
	{ "r7 bad: C ahead of VM entry", bad_c_before_entry, 7,
	  "R7:outside-entry-text" },
	{ "r7 bad: IF=1 and GIF=1 ahead of VM entry", bad_gif, 7,
	  "R7:interrupts-on" },
	{ "r5:guest bad: cleared twice for a guest", bad_cleared_twice, 5,
	  "R5:extra-write-out" },
	{ "r5:guest bad: set twice behind VM exit", bad_set_twice, 5,
	  "R5:set-while-protected" },
	{ "r6 bad: a guest runs without base", bad_base, 6,
	  "R6:site-base-lost" },
	{ "r3 bad: VMRUN faults", bad_vmrun_faults, 0,
	  "R3:delivered-while-unprotected R5:set-after-clear "
	  "R5:extra-write-out" },
	{ "a guest without a VM entry is told", bad_no_entry, 0,
	  "R0:a guest runs, and no VM entry was seen" },
	{ "a crossing in from a guest is told", bad_no_exit, 0,
	  "R0:an entry from a guest, and no VM exit" },
	{ .name = NULL }
};
