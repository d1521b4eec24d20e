// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of 32-bit code, and INT 80h of 64-bit code.
 *
 * Rule: SYSENTER saves nothing, SYSCALL saves EIP in ECX, both leave by
 * SYSRET; INT 80h pushes a frame on the entry stack and leaves by IRET. Each
 * sets IBRS once behind the switch of page tables and clears it once (R1, R2,
 * R4, R5). A TF set at SYSENTER makes one #DB for each instruction of the
 * kernel up to where it loads the flags (SDM 3B 17.3.1.4): most of them while
 * the bit is clear.
 * Triggered by: the three instructions, returning by SYSRET and by IRET.
 * Cannot tell apart: SYSCALL from compatibility mode faults on Intel's own
 * processors and is tried under TCG only.
 */
#include "image.h"
#include "io.h"

extern void user32_int80(void), user32_sysenter(void), user32_syscall(void);
extern void user32_sysenter_tf(void), user_int80(void);
extern void entry_SYSENTER_compat(void), entry_SYSCALL_compat(void);
extern void entry_INT80_compat(void);

static const char *fast32(void (*prog)(void), u64 loops, bool iret)
{
	const char *why;

	want_iret = iret;
	why = run32(prog, loops, 0);
	want_iret = false;
	return exactly(why, FROM_USER(AT_FAST32), loops,
		       "not every call came in");
}

static const char *sysenter(u64 loops)
{
	return fast32(user32_sysenter, loops, false);
}
TEST(c1, "sysenter-sysret", sysenter, entry_SYSENTER_compat);

static const char *sysenter_iret(u64 loops)
{
	return fast32(user32_sysenter, loops, true);
}
TEST(c2, "sysenter-iret", sysenter_iret, entry_SYSENTER_compat);

static const char *fast_syscall(u64 loops, bool iret)
{
	if (!cpu_is_tcg())
		return SKIPPED "no SYSCALL from 32-bit code on this processor";
	return fast32(user32_syscall, loops, iret);
}

static const char *syscall32(u64 loops)
{
	return fast_syscall(loops, false);
}
TEST(c3, "syscall32-sysret", syscall32, entry_SYSCALL_compat);

static const char *syscall32_iret(u64 loops)
{
	return fast_syscall(loops, true);
}
TEST(c4, "syscall32-iret", syscall32_iret, entry_SYSCALL_compat);

static const char *sysenter_tf(u64 loops)
{
	return at_least(fast32(user32_sysenter_tf, loops, false),
			FROM_KERNEL(AT_VEC + 1), 10 * loops,
			"TF over SYSENTER made too few #DBs");
}
TEST(c5, "sysenter-tf", sysenter_tf, NULL);

/* The program's exit is one more. */
COUNTED(c6, "int80-32", exactly, run32(user32_int80, loops, 0),
	FROM_USER(AT_INT80), loops + 1, entry_INT80_compat);
COUNTED(c7, "int80-64", exactly, run64(user_int80, loops, 0),
	FROM_USER(AT_INT80), loops, entry_INT80_compat);
