// SPDX-License-Identifier: GPL-2.0-only
/*
 * One user after another on a processor: where IBPB has to be, and where not.
 *
 * Rule: to another mm that is not dumpable, and to the first one of a
 * processor that came up; not to the mm that was the last one, whatever idled
 * in between (R15).
 * Trigger: two processes, or two threads, that take turns by pipes; sleep;
 * munmap() of a thread elsewhere while this processor
 * is lazy, which makes it load init_mm; hot-plug. What takes turns does so with
 * SCHED_FIFO on one processor, so nobody else runs there and the number of
 * switches is known.
 * Cannot tell: whether there was a barrier. The instrument is told which mm is
 * which, and how many there have to be.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "ibpb.h"

void tell(enum say what, unsigned long n)
{
	unsigned long a = 0, c = 0;

	asm volatile("cpuid" : "+a"(a), "+c"(c) : "S"(SAY(what)), "D"(n) :
		     "rbx", "rdx", "memory");
}

/* --- what the kernel has chosen ----------------------------------------- */

static enum policy policy;

enum policy read_policy(void)
{
	char text[512], val[16] = "";

	read_file("/sys/devices/system/cpu/vulnerabilities/spectre_v2", text,
		  sizeof(text));
	cmdline_word("spectre_v2", val, sizeof(val));	/* on: this is, too */
	if (strcmp(val, "on"))
		cmdline_word("spectre_v2_user", val, sizeof(val));
	policy = !strstr(text, ", IBPB") ? OFF : strcmp(val, "on") ? AUTO : ON;
	return policy;
}

/* Barriers of a switch to another mm. */
unsigned long barriers(int dumpable)
{
	return policy == ON || (policy == AUTO && !dumpable);
}

/* --- this mm ---------------------------------------------------------------- */

int tell_dumpable(void)
{
	int dumpable = prctl(PR_GET_DUMPABLE) == 1;

	tell(dumpable ? SAY_OPEN : SAY_CLOSED, 0);
	return dumpable;
}

int be_dumpable(int dumpable)
{
	tell(SAY_UNSURE, 0);
	if (prctl(PR_SET_DUMPABLE, dumpable) || tell_dumpable() != dumpable)
		return fail("PR_SET_DUMPABLE: %s", strerror(errno));
	return RES_PASS;
}

/* The page that its page tables are may be another mm's soon. */
void leave(int status)
{
	tell(SAY_UNSURE, 0);
	_exit(status);
}

/* Nobody but what is like this one runs here until all of those wait. */
int alone_here(void)
{
	const struct sched_param p = { .sched_priority = 10 };

	pin_pair();
	write_file("/proc/sys/kernel/sched_rt_runtime_us", "-1");
	if (sched_setscheduler(0, SCHED_FIFO, &p))
		return fail("SCHED_FIFO: %s", strerror(errno));
	return RES_PASS;
}

/* --- turns ------------------------------------------------------------------ */

int two_ends(struct ends *here, struct ends *there)
{
	int to[2], back[2];

	if (pipe(to) || pipe(back))
		return fail("pipe: %s", strerror(errno));
	*here = (struct ends){ back[0], to[1] };
	*there = (struct ends){ to[0], back[1] };
	return RES_PASS;
}

static int turn(const struct ends *e)
{
	char c = 't';

	return write(e->out, &c, 1) != 1 || read(e->in, &c, 1) != 1;
}

/* The other side: until there is no more. */
void echo(const struct ends *e)
{
	char c = 'r';

	do {
		if (write(e->out, &c, 1) != 1)
			return;
	} while (read(e->in, &c, 1) == 1);
}

/* @each: barriers that a turn has to have, there and back. */
int turns(const struct ends *e, unsigned long n, unsigned long each)
{
	unsigned long i;

	tell(SAY_LIST, 0);
	for (i = 0; i < n; i++)
		if (turn(e))
			return fail("turn %lu: %s", i, strerror(errno));
	tell(SAY_COUNT, n * each);
	return RES_PASS;
}

int ready(const struct ends *e)
{
	char c;

	return read(e->in, &c, 1) == 1 ? RES_PASS : fail("no partner");
}

/* One that takes turns with this one until that closes its ends; -1: none does. */
static pid_t partner(struct ends *here, int dumpable)
{
	struct ends there;
	pid_t pid;

	if (two_ends(here, &there))
		return -1;
	pid = fork();
	if (!pid) {
		close(here->in);
		close(here->out);
		if (be_dumpable(dumpable))
			leave(1);
		echo(&there);
		leave(0);
	}
	close(there.in);
	close(there.out);
	return ready(here) == RES_PASS ? pid : -1;
}

/* Turns with one that is @other; this one is @self. */
static int one_pair(int self, int other, unsigned long n)
{
	struct ends here;
	int ret;
	pid_t pid;

	if (be_dumpable(self))
		return RES_FAIL;
	pid = partner(&here, other);
	if (pid < 0)
		return RES_FAIL;
	ret = turns(&here, n, barriers(self) + barriers(other));
	close(here.in);
	close(here.out);
	return wait_status(pid, 0) == RES_PASS ? ret : RES_FAIL;
}

int ibpb_switch(unsigned long loops)
{
	int i;

	read_policy();
	if (alone_here())
		return RES_FAIL;
	for (i = 0; i < 4; i++)
		if (one_pair(i & 1, i >> 1, loops))
			return RES_FAIL;
	return RES_PASS;
}

static void *echo_thread(void *arg)
{
	echo(arg);
	return NULL;
}

/* Two threads are one mm, and no switch between them is one to another. */
int ibpb_thread(unsigned long loops)
{
	struct ends here, there;
	pthread_t t;
	int ret;

	if (alone_here() || two_ends(&here, &there) || be_dumpable(0))
		return RES_FAIL;
	if (pthread_create(&t, NULL, echo_thread, &there))
		return fail("pthread_create");
	ret = ready(&here);
	if (ret == RES_PASS)
		ret = turns(&here, loops, 0);
	close(here.out);
	pthread_join(t, NULL);
	tell(SAY_UNSURE, 0);
	return ret;
}

/* A, idle, A.  Where somebody else ran meanwhile the list is void. */
int ibpb_idle(unsigned long loops)
{
	const struct timespec ts = { .tv_nsec = 3000000 };

	pin_pair();
	if (be_dumpable(0))
		return RES_FAIL;
	while (loops--) {
		tell(SAY_LIST, 0);
		nanosleep(&ts, NULL);
		tell(SAY_COUNT, 0);
	}
	tell(SAY_UNSURE, 0);
	return RES_PASS;
}

/* --- init_mm ---------------------------------------------------------------- */

struct unmapper {
	struct ends e;
	int bad;
};

/* Unmaps while the other processor idles with this mm, and then wakes it. */
static void *unmap_elsewhere(void *arg)
{
	const struct timespec ts = { .tv_nsec = 2000000 };
	struct unmapper *u = arg;
	char c, *p;

	pin_to(0);
	while (read(u->e.in, &c, 1) == 1) {
		nanosleep(&ts, NULL);
		p = mmap(NULL, PAGE_SZ, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED) {
			u->bad = 1;
			break;
		}
		*p = 1;
		munmap(p, PAGE_SZ);
		if (write(u->e.out, &c, 1) != 1)
			u->bad = 1;
	}
	return NULL;
}

/*
 * A is dumpable when it comes from B, and then is not any more: init_mm and back
 * has a barrier once, and none after that.
 */
int ibpb_init_mm(unsigned long loops)
{
	struct ends here, other;
	struct unmapper u = { .bad = 0 };
	pthread_t t;
	pid_t pid;
	int i;

	if (cpu_count() < 2)
		return skip("one CPU");
	if (alone_here())		/* or B has to run once more, in a list */
		return RES_FAIL;
	pid = partner(&other, 1);
	if (pid < 0 || two_ends(&here, &u.e))
		return RES_FAIL;
	if (pthread_create(&t, NULL, unmap_elsewhere, &u))
		return fail("pthread_create");
	while (loops--) {
		if (be_dumpable(1) || turn(&other) || be_dumpable(0))
			return fail("turn: %s", strerror(errno));
		for (i = 0; i < 2; i++) {
			tell(SAY_LIST, 0);
			if (turn(&here))
				return fail("turn: %s", strerror(errno));
			tell(SAY_COUNT, 0);
		}
	}
	close(here.out);
	pthread_join(t, NULL);
	tell(SAY_UNSURE, 0);
	close(other.out);
	if (wait_status(pid, 0))
		return RES_FAIL;
	return u.bad ? fail("the other thread") : RES_PASS;
}

/* --- a processor that comes up ------------------------------------------------ */

static int set_online(const char *value)
{
	int err = write_file("/sys/devices/system/cpu/cpu1/online", value);

	return err ? fail("cpu 1 to %s: %s", value, strerror(-err)) : RES_PASS;
}

/* The same one was the last there before, and is the first again. */
int ibpb_hotplug(unsigned long loops)
{
	struct ends here, there;
	int ret = RES_PASS;
	pid_t pid;

	if (cpu_count() < 2)
		return skip("one CPU");
	if (access("/sys/devices/system/cpu/cpu1/online", W_OK))
		return skip("kernel without CPU hot-plug");
	pin_to(0);
	if (two_ends(&here, &there) || be_dumpable(1))
		return RES_FAIL;
	pid = fork();
	if (!pid) {
		char c = 'r';

		close(here.in);
		close(here.out);
		if (be_dumpable(0))
			leave(1);
		do {
			if (pin_to(1) || write(there.out, &c, 1) != 1)
				leave(1);
		} while (read(there.in, &c, 1) == 1);
		leave(0);
	}
	close(there.in);
	close(there.out);
	ret = ready(&here);
	while (ret == RES_PASS && loops--) {
		ret = set_online("0") || set_online("1");
		if (ret == RES_PASS && turn(&here))
			ret = fail("turn: %s", strerror(errno));
	}
	close(here.in);
	close(here.out);
	return wait_status(pid, 0) == RES_PASS ? ret : RES_FAIL;
}
