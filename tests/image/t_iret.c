// SPDX-License-Identifier: GPL-2.0-only
/*
 * IRET to user mode that faults, or needs espfix.
 *
 * Rule: an IRET that cannot load CS or SS faults at CPL 0, with IBRS clear and
 * the user's page tables and GS base loaded. Its handler has to set the bit
 * although the frame says "kernel", and leaves by a crossing out (R3(iii)).
 * With a 16-bit stack (SS from the LDT) IRET is done on a read-only alias of a
 * stack; a fault there is a #DF (its frame cannot be pushed), whose handler
 * writes a #GP frame and restores the bit as found, clear.
 * Triggered by: system calls that change CS and SS of what they return to.
 * Cannot tell apart: TCG raises #NP where hardware raises #SS for an absent
 * stack segment, so absent is CS here.
 */
#include "image.h"

extern void user_set_bad(void), user_set_ss16(void), user32_ss16(void);
extern void user32_bad_iret(void);
extern void segment_not_present(void), general_protection(void);
extern void double_fault(void);

static const char *bad(u64 what, unsigned int vec, u64 loops)
{
	const char *why = run64(user_set_bad, loops, what);

	why = exactly(why, FROM_USER(AT_VEC + vec), loops,
		      "not every return faulted");
	return exactly(why, &seen[AT_VEC].bad_iret, loops,
		       "a fault of IRET was not taken for one");
}

static const char *bad_np(u64 loops)
{
	return bad(SET_BAD_NP, 11, loops);
}
TEST(i1, "iret-absent-cs", bad_np, segment_not_present);

static const char *bad_gp(u64 loops)
{
	return bad(SET_BAD_GP, 13, loops);
}
TEST(i2, "iret-data-cs", bad_gp, general_protection);

static const char *ss16(u64 loops)
{
	return run64(user_set_ss16, loops, 0);
}
TEST(i3, "espfix-64", ss16, NULL);

static const char *ss16_32(u64 loops)
{
	return run32(user32_ss16, loops, 0);
}
TEST(i4, "espfix-32", ss16_32, NULL);

static const char *ss16_bad(u64 loops)
{
	const char *why = run64(user_set_bad, loops, SET_SS16_BAD);

	why = exactly(why, FROM_KERNEL(AT_VEC + 8), loops,
		      "not every bad return on the espfix stack was a #DF");
	return exactly(why, FROM_USER(AT_VEC + 13), loops,
		       "not every #DF became a #GP");
}
TEST(i5, "espfix-bad-cs", ss16_bad, double_fault);

static const char *bad_32(u64 loops)
{
	return run32(user32_bad_iret, loops, SET_BAD_GP);
}
TEST(i6, "int80-bad-iret", bad_32, NULL);
