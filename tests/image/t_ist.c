// SPDX-License-Identifier: GPL-2.0-only
/*
 * NMI, #MC, #DB and #BP: the events that can hit at any instruction.
 *
 * Rule: what they find in IA32_SPEC_CTRL they put back, all 64 bits, at the
 * IRET that leaves their stack, wherever it goes; from protected code they
 * read once and write nothing, with LFENCE on the leg that skips the write
 * (R3(i), R5, R13). From user mode they are ordinary entries. A second NMI
 * inside the first touches nothing and makes it go round again.
 * Triggered by: an NMI IPI to self from user mode, from kernel mode and inside
 * the NMI handler, where a #BP has ended the masking; INT 18 from both modes;
 * INT3; TF; watchpoints hit by user code, by the kernel, and by the kernel's
 * access to user memory.
 * Cannot tell apart: INT 18 enters as a machine check does, with no check
 * pending. Hits inside the windows are the stepper's and the instrument's.
 */
#include "image.h"
#include "io.h"

extern void user_nmi(void), user_do(void), user_mc(void), user_bp(void);
extern void user_tf(void), user_watch(void);
extern void nmi(void), machine_check(void);
extern const char *run_code(struct program p, u64 loops, u64 what);

static const char *nmi_user(u64 loops)
{
	const char *why;

	if (!apic_has_page())
		return SKIPPED "the APIC has no page user code could write to";
	udata->apic = USER_APIC;
	udata->apic_id = apic_id();
	why = run_code((struct program){ user_nmi, false }, loops, 0);
	return why ? why : seen[AT_VEC + 2].user < loops ?
		"not every NMI came in user mode" : NULL;
}
TEST(n1, "nmi-user", nmi_user, nmi);

static const char *nmi_kernel(u64 loops)
{
	return run_code((struct program){ user_do, false }, loops, DO_NMI);
}
TEST(n2, "nmi-kernel", nmi_kernel, NULL);

static const char *nmi_nested(u64 loops)
{
	return run_code((struct program){ user_do, false }, loops,
			DO_NMI_NESTED);
}
TEST(n3, "nmi-nested", nmi_nested, NULL);

static const char *ist_kernel(u64 what, unsigned int vec, u64 loops)
{
	const char *why = run_code((struct program){ user_do, false }, loops,
				   what);

	return why ? why : seen[AT_VEC + vec].kernel < loops ?
		"not every one came in kernel mode" : NULL;
}

static const char *ist_user(void (*prog)(void), unsigned int vec, u64 loops)
{
	const char *why = run_code((struct program){ prog, false }, loops, 0);

	return why ? why : seen[AT_VEC + vec].user < loops ?
		"not every one came in user mode" : NULL;
}

static const char *mc_kernel(u64 loops)
{
	return ist_kernel(DO_MC, 18, loops);
}
TEST(n4, "mc-kernel", mc_kernel, machine_check);

static const char *mc_user(u64 loops)
{
	const char *why;

	gate_dpl(18, 3);
	why = ist_user(user_mc, 18, loops);
	gate_dpl(18, 0);
	return why;
}
TEST(n5, "mc-user", mc_user, machine_check);

static const char *bp_kernel(u64 loops)
{
	return ist_kernel(DO_BP, 3, loops);
}
TEST(n6, "bp-kernel", bp_kernel, NULL);

static const char *bp_user(u64 loops)
{
	return ist_user(user_bp, 3, loops);
}
TEST(n7, "bp-user", bp_user, NULL);

static const char *db_user(u64 loops)
{
	return ist_user(user_tf, 1, loops);
}
TEST(n8, "db-tf-user", db_user, NULL);

static const char *watch_kernel(u64 loops)
{
	return ist_kernel(DO_WATCH, 1, loops);
}
TEST(n9, "db-watch-kernel", watch_kernel, NULL);

static const char *watch_copy(u64 loops)
{
	return ist_kernel(DO_WATCH_USER, 1, loops);
}
TEST(na, "db-watch-user-access", watch_copy, NULL);

static const char *watch_user(u64 loops)
{
	/* one hit: the handler takes the watchpoint away */
	(void)loops;
	write_dr0(USER_DATA + offsetof(struct user_data, watched));
	write_dr7(0x400 | 0xd0001);
	return ist_user(user_watch, 1, 1);
}
TEST(nb, "db-watch-user", watch_user, NULL);
