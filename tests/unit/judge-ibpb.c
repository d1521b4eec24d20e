// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams for R15: which switch between two mm has a barrier, on a processor
 * that user code, the kernel and the guest's own words are seen on.
 */
#include <string.h>

#include "judge-stream.h"

#define A	0x1000000ull	/* page tables */
#define B	0x1002000ull
#define C	0x1004000ull
#define INIT	0ull
#define SWITCH	K(0x40000)	/* its barrier and its load */

static void policy(enum ibpb_policy p)
{
	cfg.ibpb = (uint8_t)p;
	memset(cfg.said, 0, sizeof(cfg.said));
	ibpb_reset(&j);
	cfg.user_ran = true;
}

static void ibpb(void)
{
	judge_ibpb(&j, SWITCH, 1);
}

static void load(uint64_t mm)
{
	judge_load(&j, SWITCH + 8, mm);
}

static void run(uint64_t mm)
{
	judge_mm(&j, USER_RIP, mm);
	judge_user(&j, USER_RIP);
}

static void say(unsigned int what, uint64_t arg)
{
	judge_say(&j, USER_RIP, what, arg);
}

void ibpb_switch_to(uint64_t mm, unsigned int barriers)
{
	while (barriers--)
		ibpb();
	load(mm);
	run(mm);
}

/* A is dumpable, B is not, C says nothing; A has run. */
void ibpb_pair(enum ibpb_policy p)
{
	policy(p);
	ibpb_switch_to(B, p == IBPB_AUTO || p == IBPB_ON);
	say(SAY_CLOSED, 0);
	ibpb_switch_to(A, p == IBPB_ON);
	say(SAY_OPEN, 0);
}

/* --- good ----------------------------------------------------------------- */

static void ok_switch(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	ibpb_switch_to(A, 0);
}

static void ok_idle(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	run(B);			/* idle, or a kernel thread, and lazy */
	load(INIT);
	ibpb_switch_to(B, 0);
	load(B);		/* a flush of the TLB */
	run(B);
}

/* Dumpable when it was switched to, not any more, and back from init_mm. */
static void closes(unsigned int barriers)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_CLOSED, 0);
	run(A);			/* no other tables were loaded: no switch */
	load(INIT);
	ibpb_switch_to(A, barriers);
}

static void ok_closes(void)
{
	closes(1);
}

static void ok_over_init(void)
{
	ibpb_pair(IBPB_AUTO);
	load(INIT);
	ibpb_switch_to(B, 1);
}

static void ok_exec(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_EXEC, 0);
	ibpb_switch_to(C, 1);
	say(SAY_OPEN, 0);
}

/* The barrier of exec may stand behind the load as well. */
static void ok_exec_late(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_EXEC, 0);
	load(C);
	ibpb();
	run(C);
}

static void ok_first(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_reset(&j, BASE);
	load(INIT);
	ibpb();
	load(A);		/* dumpable, and yet */
	judge_mm(&j, USER_RIP, A);
}

/* Boot tries the MSR, and the kernel's own exec is behind that. */
static void ok_boot(void)
{
	policy(IBPB_AUTO);
	cfg.user_ran = false;
	ibpb();
	ibpb();
	load(A);
	run(A);
	say(SAY_OPEN, 0);
}

/* S3: the task goes on, and the first switch from it has a barrier. */
static void ok_s3(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_resume(&j, BASE);
	load(B);
	judge_mm(&j, USER_RIP, B);
	ibpb();
	load(A);
	judge_mm(&j, USER_RIP, A);
}

static void ok_s3_init(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_resume(&j, BASE);
	load(B);
	judge_mm(&j, USER_RIP, B);
	load(INIT);
	ibpb();
	load(B);
	judge_mm(&j, USER_RIP, B);
	load(A);
	judge_mm(&j, USER_RIP, A);
}

static void ok_always(void)
{
	ibpb_pair(IBPB_ON);
	ibpb_switch_to(B, 1);
	ibpb_switch_to(C, 1);
	load(INIT);
	ibpb_switch_to(C, 0);
}

static void ok_off(void)
{
	ibpb_pair(IBPB_OFF);
	ibpb_switch_to(B, 0);
	say(SAY_EXEC, 0);
	ibpb_switch_to(C, 0);
}

static void ok_list(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_LIST, 0);
	for (int i = 0; i < 5; i++) {
		ibpb_switch_to(B, 1);
		ibpb_switch_to(A, 0);
	}
	say(SAY_COUNT, 5);
}

/* exec belongs to the list of who does it */
static void ok_list_exec(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_LIST, 0);
	say(SAY_EXEC, 0);
	ibpb_switch_to(C, 1);
	say(SAY_OPEN, 0);
	say(SAY_COUNT, 1);
}

/* The mm of a task that goes back to sleep without a user instruction. */
static void ok_kernel_only(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb();
	load(C);
	ibpb_switch_to(B, 1);
}

/* exec that failed: the next mm is by the scheduler. */
static void ok_no_exec(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_EXEC, 0);
	run(A);
	say(SAY_OPEN, 0);
	ibpb_switch_to(C, 0);
}

/* --- not known: never one that counts ---------------------------------------- */

static void unknown_mm(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(C, 0);
	ibpb_switch_to(A, 0);
	ibpb_switch_to(C, 1);
}

static void unknown_again(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	say(SAY_UNSURE, 0);	/* it ends, and its page is another's */
	ibpb_switch_to(A, 0);
	ibpb_switch_to(B, 0);
}

static void unknown_policy(void)
{
	ibpb_pair(IBPB_UNSAID);
	ibpb_switch_to(B, 0);
	ibpb_switch_to(A, 1);
	load(INIT);
	ibpb_switch_to(A, 0);
}

/* A third one in the time of a list: what it had is not the list's. */
static void list_of_strangers(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_LIST, 0);
	ibpb_switch_to(B, 1);
	ibpb_switch_to(C, 1);
	ibpb_switch_to(A, 0);
	say(SAY_COUNT, 1);
}

/* S3 is no switch: the boot CPU goes on where it was. */
static void back_from_s3(void)
{
	ibpb_pair(IBPB_ON);
	judge_resume(&j, BASE);
	load(B);
	judge_mm(&j, USER_RIP, B);
}

/* --- bad ------------------------------------------------------------------ */

static void bad_none(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 0);
}

static void bad_twice(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 2);
}

static void bad_to_dumpable(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	ibpb_switch_to(A, 1);
}

static void bad_thread(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	ibpb();
	run(B);
}

static void bad_after_init(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(B, 1);
	load(INIT);
	ibpb_switch_to(B, 1);
}

static void bad_closed_none(void)
{
	closes(0);
}

static void bad_closed_twice(void)
{
	closes(1);
	load(INIT);
	ibpb_switch_to(A, 1);
}

static void bad_exec(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_EXEC, 0);
	ibpb_switch_to(C, 0);
}

static void bad_exec_twice(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_EXEC, 0);
	ibpb_switch_to(C, 2);
}

static void bad_first(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_reset(&j, BASE);
	load(B);
	judge_mm(&j, USER_RIP, B);
}

static void bad_always(void)
{
	ibpb_pair(IBPB_ON);
	ibpb_switch_to(C, 0);
}

static void bad_off(void)
{
	ibpb_pair(IBPB_OFF);
	ibpb_switch_to(B, 1);
}

static void bad_kernel_only(void)
{
	ibpb_pair(IBPB_AUTO);
	load(C);
	ibpb_switch_to(B, 0);
}

static void bad_more_than_loads(void)
{
	ibpb_pair(IBPB_AUTO);
	ibpb_switch_to(C, 2);
}

static void bad_list(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_LIST, 0);
	ibpb_switch_to(B, 1);
	say(SAY_COUNT, 2);
}

static void bad_spec_ctrl_value(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_ibpb(&j, SWITCH, BASE | 1);
}

static void bad_zero(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_ibpb(&j, SWITCH, 0);
}

static void bad_read(void)
{
	ibpb_pair(IBPB_AUTO);
	judge_ibpb_read(&j, SWITCH);
}

static void bad_say(void)
{
	ibpb_pair(IBPB_AUTO);
	say(SAY_NR, 0);
}

const struct stream ibpb_streams[] = {
	{ "r15 good: to one that is not dumpable", ok_switch, 15, "" },
	{ "r15 good: A, idle, A", ok_idle, 15, "" },
	{ "r15 good: dumpable no more", ok_closes, 15, "" },
	{ "r15 good: over init_mm to another", ok_over_init, 15, "" },
	{ "r15 good: exec", ok_exec, 15, "" },
	{ "r15 good: exec, behind the load", ok_exec_late, 15, "" },
	{ "r15 good: exec that failed", ok_no_exec, 15, "" },
	{ "r15 good: the first of a processor", ok_first, 15, "" },
	{ "r15 good: boot tries the MSR", ok_boot, 0, "" },
	{ "r15 good: the first switch behind S3", ok_s3, 15, "" },
	{ "r15 good: ... back from init_mm", ok_s3_init, 15, "" },
	{ "r15 good: always", ok_always, 15, "" },
	{ "r15 good: off", ok_off, 15, "" },
	{ "r15 good: the guest's list", ok_list, 15, "" },
	{ "r15 good: the guest's list of exec", ok_list_exec, 15, "" },
	{ "r15 good: two, over a task without user code", ok_kernel_only, 0,
	  "" },
	{ "r15 unknown: nothing said of it", unknown_mm, 0, "" },
	{ "r15 unknown: its page is another's", unknown_again, 0, "" },
	{ "r15 unknown: no policy", unknown_policy, 0, "" },
	{ "r15 unknown: a list of strangers", list_of_strangers, 0, "" },
	{ "r15 unknown: S3", back_from_s3, 0, "" },
	{ "r15 bad: no barrier", bad_none, 0, "R15:no-barrier" },
	{ "r15:switch bad: two", bad_twice, 0, "R15:barrier-too-many" },
	{ "r15:none-needed bad: to a dumpable one", bad_to_dumpable, 15,
	  "R15:barrier-too-many" },
	{ "r15:none-needed bad: between threads", bad_thread, 15, "R15:barrier-too-many" },
	{ "r15:init-mm bad: init_mm is recorded", bad_after_init, 15,
	  "R15:barrier-too-many" },
	{ "r15 bad: dumpable no more, and none", bad_closed_none, 15,
	  "R15:no-barrier" },
	{ "r15:init-mm bad: dumpable no more, twice", bad_closed_twice, 15,
	  "R15:barrier-too-many" },
	{ "r15 bad: none at exec", bad_exec, 0, "R15:no-barrier-at-exec" },
	{ "r15:exec bad: two at exec", bad_exec_twice, 0, "R15:barrier-too-many" },
	{ "r15 bad: none for the first", bad_first, 0,
	  "R15:no-barrier-when-up" },
	{ "r15 bad: not always", bad_always, 15, "R15:no-barrier" },
	{ "r15 bad: off, and one", bad_off, 15, "R15:barrier-while-off" },
	{ "r15 bad: over a task without user code", bad_kernel_only, 0,
	  "R15:no-barrier" },
	{ "r15 bad: more than loads", bad_more_than_loads, 0,
	  "R15:barrier-too-many" },
	{ "r15 bad: not as in the list", bad_list, 15, "R15:list-differs" },
	{ "r15 bad: 48h's value", bad_spec_ctrl_value, 0, "R15:other-value" },
	{ "r15 bad: a write of 0", bad_zero, 0, "R15:other-value" },
	{ "r15 bad: a read", bad_read, 0, "R15:read" },
	{ "r15: what nobody knows is said", bad_say, 0,
	  "R0:the guest says what nobody knows" },
	{ .name = NULL }
};

/* What is not known is counted as that, and as no part of the rule. */
int ibpb_not_judged(void)
{
	static const struct {
		void (*run)(void);
		unsigned int unknown, judged;	/* with those of ibpb_pair() */
	} want[] = {
		{ unknown_again, 2, 3 },
		{ unknown_policy, 4, 0 },
		{ list_of_strangers, 3, 3 },
		{ back_from_s3, 1, 2 },
	};
	int bad = 0;

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		boot(BASE);
		want[i].run();
		bad |= j.ibpb.unknown != want[i].unknown ||
		       j.exercised[15] != want[i].judged;
	}
	return bad;
}

/* Where a sweep injects between two users: from the barrier to the load. */
int ibpb_window(void)
{
	int bad = 0;

	ibpb_pair(IBPB_AUTO);
	syscall_in();
	set();
	bad |= judge_window_by(&j) != S_NR;
	ibpb();
	bad |= judge_window_by(&j) != S_SWITCH;
	load(B);
	bad |= judge_window_by(&j) != S_NR;
	cfg.ibpb = IBPB_UNSAID;
	ibpb();
	return bad || judge_window_by(&j) != S_NR;
}
