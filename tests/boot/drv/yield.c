// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a context switch costs: system calls that each end in another task.
 *
 * Rule: R15, as in ibpb.c; tests/proof/cost.sh counts what is executed.
 * Trigger: two tasks of SCHED_FIFO on one processor, each of which does nothing
 * but yield: whoever enters, it is the other one that leaves. Two processes do
 * so by SYSCALL, two threads by INT80, which makes it a path of its own.
 * Cannot tell: whether each of them switched. The most frequent number is asked
 * for, and nothing else takes these paths so often.
 */
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "../guest.h"

#define I386_SCHED_YIELD	158

static int pair(int dumpable, unsigned long n)
{
	unsigned long i;
	int ret = RES_PASS;
	pid_t pid;

	if (alone_here() || be_dumpable(dumpable))
		return RES_FAIL;
	pid = fork();
	if (pid < 0)
		return fail("fork");
	if (!pid)
		ret = be_dumpable(dumpable);
	for (i = 0; i < n; i++)
		sched_yield();
	/* the page that its page tables are may be another mm's soon */
	tell(SAY_UNSURE, 0);
	if (!pid)
		_exit(ret);
	return wait_status(pid, RES_PASS);
}

int yield_open(unsigned long loops)
{
	return pair(1, loops);
}

int yield_closed(unsigned long loops)
{
	return pair(0, loops);
}

static void *yield_int80(void *loops)
{
	unsigned long i;
	long ret;

	for (i = 0; i < (unsigned long)loops; i++)
		asm volatile("int $0x80" : "=a"(ret) : "a"(I386_SCHED_YIELD) :
			     "r8", "r9", "r10", "r11", "memory");
	return NULL;
}

int yield_thread(unsigned long loops)
{
	pthread_t t;

	if (alone_here() ||
	    pthread_create(&t, NULL, yield_int80, (void *)loops))
		return fail("no second thread");
	yield_int80((void *)loops);
	pthread_join(t, NULL);
	return RES_PASS;
}
