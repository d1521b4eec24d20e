// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams for R15 of an mm that another processor says something of, while this
 * one is on its way to it: what the kernel saw is not known, and either is right.
 */
#include "judge-stream.h"

#define A	0x1000000ull	/* dumpable; judge-ibpb.c */
#define B	0x1002000ull	/* not */
#define INIT	0ull

/* By the processor that runs @mm, which is another one. */
static void elsewhere(uint64_t mm, unsigned int what)
{
	static struct judge other;

	other = j;
	other.ibpb.mm = mm;
	judge_say(&other, USER_RIP, what, 0);
}

static void over_init(uint64_t mm, unsigned int barriers)
{
	judge_load(&j, K(0x40008), INIT);
	ibpb_switch_to(mm, barriers);
}

/* User code runs here still as it is said; it is left behind that. */
static void across(uint64_t mm, unsigned int barriers)
{
	syscall_in();
	set();
	clear();
	sysret();
	ibpb_switch_to(mm, barriers);
}

/* It has run ahead of the switch: the kernel sees what it says. */
static void ok_said_before(void)
{
	ibpb_pair(IBPB_AUTO);
	elsewhere(B, SAY_OPEN);
	across(B, 0);
	elsewhere(A, SAY_CLOSED);
	across(A, 1);
}

static void closes_late(unsigned int barriers)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	elsewhere(A, SAY_CLOSED);
	ibpb_switch_to(A, barriers);
}

static void ok_closes_late(void)
{
	closes_late(0);
	closes_late(1);
}

static void ok_opens_late(void)
{
	ibpb_pair(IBPB_AUTO);
	elsewhere(B, SAY_OPEN);
	ibpb_switch_to(B, 0);
	ibpb_pair(IBPB_AUTO);
	elsewhere(B, SAY_OPEN);
	ibpb_switch_to(B, 1);
}

/* With loads of others in between there are bounds only, and not that one. */
static void ok_closes_late_far(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	elsewhere(A, SAY_CLOSED);
	judge_load(&j, K(0x40008), 0x1004000);
	ibpb_switch_to(A, 0);
}

/* Closed and dumpable again, both behind its back; and it closed here. */
static void ok_again(void)
{
	ibpb_pair(IBPB_AUTO);
	elsewhere(A, SAY_CLOSED);
	elsewhere(A, SAY_OPEN);
	over_init(A, 1);
	ibpb_pair(IBPB_AUTO);
	judge_say(&j, USER_RIP, SAY_CLOSED, 0);
	elsewhere(A, SAY_OPEN);
	over_init(A, 0);
}

/* What is said of one is nothing of the other, and two are too many. */
static void bad_of_another(void)
{
	ibpb_pair(IBPB_AUTO);
	elsewhere(A, SAY_CLOSED);
	ibpb_switch_to(B, 0);
}

static void bad_closed_before(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	elsewhere(A, SAY_CLOSED);
	across(A, 0);
}

static void bad_late_twice(void)
{
	closes_late(2);
}

static void bad_on(void)
{
	ibpb_pair(IBPB_ON);
	elsewhere(B, SAY_OPEN);
	ibpb_switch_to(B, 0);
}

const struct stream says_streams[] = {
	{ "r15 good: said ahead of the switch", ok_said_before, 15, "" },
	{ "r15 unknown: dumpable no more meanwhile", ok_closes_late, 15, "" },
	{ "r15 unknown: dumpable meanwhile", ok_opens_late, 15, "" },
	{ "r15 unknown: over another one", ok_closes_late_far, 15, "" },
	{ "r15 unknown: there and back again", ok_again, 15, "" },
	{ "r15 bad: said of another", bad_of_another, 15, "R15:no-barrier" },
	{ "r15 bad: said ahead of the switch", bad_closed_before, 15,
	  "R15:no-barrier" },
	{ "r15:switch bad: said meanwhile, and two", bad_late_twice, 15,
	  "R15:barrier-too-many" },
	{ "r15 bad: said meanwhile, and always", bad_on, 15, "R15:no-barrier" },
	{ .name = NULL }
};
