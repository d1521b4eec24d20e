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
 * INT3; TF; watchpoints hit by user code, by the kernel, by the kernel's
 * access to user memory, and by the entry code where it loads what to write: a
 * #DB in the window, which has to load nothing itself (R7).
 * Cannot tell apart: INT 18 enters as a machine check does, with no check
 * pending. Hits inside the windows are the stepper's and the instrument's.
 */
#include <asm/ibrs.h>

#include "image.h"
#include "io.h"

extern void user_syscall(void), user_nmi(void), user_do(void), user_mc(void), user_bp(void);
extern void user_tf(void), user_watch(void);
extern void nmi(void), machine_check(void);

/* At least: others may inject more of them. */
#define USER(id, title, prog, vec)					\
	COUNTED(id, title, at_least, run64(prog, loops, 0),		\
		FROM_USER(AT_VEC + (vec)), loops, NULL)
#define KERNEL(id, title, what, vec, from)				\
	COUNTED(id, title, at_least, run64(user_do, loops, what),	\
		FROM_KERNEL(AT_VEC + (vec)), loops, from)

static const char *nmi_user(u64 loops)
{
	if (!apic_has_page())
		return SKIPPED "the APIC has no page user code could write to";
	udata->apic = USER_APIC;
	udata->apic_id = apic_id();
	return at_least(run64(user_nmi, loops, 0), FROM_USER(AT_VEC + 2),
			loops, "not every NMI came in user mode");
}
TEST(n1, "nmi-user", nmi_user, nmi);
KERNEL(n2, "nmi-kernel", DO_NMI, 2, NULL);

static const char *nmi_nested(u64 loops)
{
	return run64(user_do, loops, DO_NMI_NESTED);
}
TEST(n3, "nmi-nested", nmi_nested, NULL);
KERNEL(n4, "mc-kernel", DO_MC, 18, machine_check);

static const char *mc_user(u64 loops)
{
	const char *why;

	gate_dpl(18, 3);
	why = at_least(run64(user_mc, loops, 0), FROM_USER(AT_VEC + 18),
		       loops, "not every one came in user mode");
	gate_dpl(18, 0);
	return why;
}
TEST(n5, "mc-user", mc_user, machine_check);
KERNEL(n6, "bp-kernel", DO_BP, 3, NULL);
USER(n7, "bp-user", user_bp, 3);
USER(n8, "db-tf-user", user_tf, 1);
KERNEL(n9, "db-watch-kernel", DO_WATCH, 1, NULL);
KERNEL(na, "db-watch-user-access", DO_WATCH_USER, 1, NULL);

static const char *watch_user(u64 loops)
{
	/* one hit: the handler takes the watchpoint away */
	(void)loops;
	write_dr0(USER_DATA + offsetof(struct user_data, watched));
	write_dr7(0x400 | 0xd0001);
	return at_least(run64(user_watch, 1, 0), FROM_USER(AT_VEC + 1), 1,
			"no #DB for a watchpoint of user mode");
}
TEST(nb, "db-watch-user", watch_user, NULL);

/* Else the next #DB comes on the same stack, and the next, without an end. */
static const char *watch_value(u64 loops)
{
	const char *why;

	(void)loops;
	if (ktap_failed())
		return SKIPPED "a case has failed, this one could hang";
	write_dr0((u64)&x86_spec_ctrl_kernel);
	write_dr7(0x400 | 0xf0001);		/* 8 bytes, reads and writes */
	why = run64(user_syscall, 1, 0);
	write_dr7(0x400);
	return at_least(why, FROM_KERNEL(AT_VEC + 1), mode_on(),
			"no #DB where the entry code loads the value");
}
TEST(nc, "db-watch-value", watch_value, NULL);
