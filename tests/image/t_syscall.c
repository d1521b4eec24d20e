// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of 64-bit code.
 *
 * Rule: SYSCALL changes neither stack nor page tables and saves RIP and RFLAGS
 * in RCX and R11 (SDM 2B, SYSCALL); IBRS is set after the switch to the kernel
 * page tables and before the first indirect branch, which is in the
 * trampoline, and cleared once on the way out (R1, R2, R4, R5).
 * Triggered by: SYSCALL with the fast path, with the slow path, with work that
 * comes up on the way, with a number that is not there, with a CX that is no
 * more what it returns to, and with a return that SYSRET cannot do.
 * Cannot tell apart: SYSRET from an IRET that restores the same registers. The
 * instrument can.
 */
#include "image.h"

extern void user_syscall(void), user_syscall_bad_nr(void), user_set(void);
extern void entry_SYSCALL_64(void);

static const char *fast(u64 loops)
{
	return run64(user_syscall, loops, 0);
}
TEST(s1, "syscall-fast", fast, entry_SYSCALL_64);

/* It returns to pt_regs->ip, as in v4.15. */
static const char *fast_cx(u64 loops)
{
	return run64(user_syscall, loops, DO_FAST_CX);
}
TEST(s5, "syscall-fast-cx", fast_cx, entry_SYSCALL_64);

static const char *slow_exit(u64 loops)
{
	return run64(user_syscall, loops, DO_SLOW_EXIT);
}
TEST(s2, "syscall-slow-exit", slow_exit, entry_SYSCALL_64);

static const char *bad_number(u64 loops)
{
	return run64(user_syscall_bad_nr, loops, 0);
}
TEST(s3, "syscall-bad-number", bad_number, entry_SYSCALL_64);

static const char *by_iret(u64 loops)
{
	/* the program's exit is one more */
	return exactly(run64(user_set, loops, SET_IRET),
		       FROM_USER(AT_SYSCALL64), loops + 1,
		       "not every call took the slow path");
}
TEST(s4, "syscall-iret", by_iret, entry_SYSCALL_64);
