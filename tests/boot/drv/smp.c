// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts between processors, load on all of them, hot-plug.
 *
 * Rule: an IPI is an interrupt like another; INIT and SIPI reset a processor,
 * its MSRs with it, when Linux takes one back online.
 * Trigger: TLB shootdown (mprotect with a thread elsewhere), reschedule
 * (tgkill to a spinning thread), function call (membarrier), migration;
 * /sys/devices/system/cpu/cpuN/online.
 * Cannot tell apart: which CPL an IPI interrupted.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../guest.h"

#define MEMBARRIER_EXPEDITED	(1 << 3)
#define MEMBARRIER_REGISTER	(1 << 4)
#define MAX_CPUS		16

static volatile int stop;
static volatile long spinner_tid;
static volatile unsigned long hits;

static void hit(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	(void)si;
	(void)ctx;
	hits++;
}

static void *spinner(void *arg)
{
	pin_to((long)arg);
	spinner_tid = syscall(SYS_gettid);
	while (!stop)
		asm volatile("pause");
	return NULL;
}

static unsigned long ipis(void)
{
	return irq_count("RES") + irq_count("CAL") + irq_count("TLB");
}

static int ipi_round(char *page, unsigned long i)
{
	unsigned long want = hits + 1;

	mprotect(page, PAGE_SZ, PROT_READ);
	mprotect(page, PAGE_SZ, PROT_READ | PROT_WRITE);
	page[0] = i;
	syscall(SYS_membarrier, MEMBARRIER_EXPEDITED, 0);
	syscall(SYS_tgkill, getpid(), spinner_tid, SIGUSR1);
	while (hits != want)
		sched_yield();
	return 0;
}

int ipi_all(unsigned long loops)
{
	unsigned long i, before;
	pthread_t t;
	char *page;

	if (cpu_count() < 2)
		return skip("one CPU");
	page = mmap(NULL, PAGE_SZ, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return fail("mmap: %s", strerror(errno));
	on_signal(SIGUSR1, hit);
	pin_to(0);
	syscall(SYS_membarrier, MEMBARRIER_REGISTER, 0);
	if (pthread_create(&t, NULL, spinner, (void *)1L))
		return fail("pthread_create");
	while (!spinner_tid)
		sched_yield();
	before = ipis();
	for (i = 0; i < loops; i++)
		ipi_round(page, i);
	before = ipis() - before;
	stop = 1;
	pthread_join(t, NULL);
	for (i = 0; i < loops; i++)
		if (pin_to(i & 1))
			return fail("setaffinity: %s", strerror(errno));
	if (before < loops)
		return fail("%lu IPIs in %lu rounds", before, loops);
	return RES_PASS;
}

struct load {
	long cpu;
	unsigned long loops;
	int bad;
};

/* Threads of one mm: every munmap() interrupts the others. */
static void *load(void *arg)
{
	struct load *l = arg;
	unsigned long i;
	char *p;

	pin_to(l->cpu);
	for (i = 0; i < l->loops; i++) {
		p = mmap(NULL, 4 * PAGE_SZ, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED || p[PAGE_SZ])
			l->bad = 1;
		else
			p[PAGE_SZ] = i;
		munmap(p, 4 * PAGE_SZ);
		if (!(i & 15))
			sched_yield();
	}
	return NULL;
}

int smp_load(unsigned long loops)
{
	pthread_t t[MAX_CPUS];
	struct load l[MAX_CPUS];
	int i, n = cpu_count();

	if (n > MAX_CPUS)
		n = MAX_CPUS;
	for (i = 0; i < n; i++) {
		l[i] = (struct load){ .cpu = i, .loops = loops };
		if (pthread_create(&t[i], NULL, load, &l[i]))
			return fail("pthread_create");
	}
	for (i = 0; i < n; i++) {
		pthread_join(t[i], NULL);
		if (l[i].bad)
			return fail("cpu %d: wrong page", i);
	}
	return RES_PASS;
}

/* Prove that @cpu runs user code and system calls. */
int use_cpu(int cpu)
{
	unsigned int here = -1, i;
	long want = getppid();

	if (pin_to(cpu))
		return fail("cpu %d: setaffinity: %s", cpu, strerror(errno));
	for (i = 0; i < 2000; i++)
		if (syscall(SYS_getppid) != want)
			return fail("wrong getppid()");
	syscall(SYS_getcpu, &here, NULL, NULL);
	pin_to(0);
	return expect("cpu", here, cpu);
}

/* Offline and back. */
int replug(int cpu)
{
	const struct timespec a_while = { .tv_nsec = 30000000 };
	char path[64], now[8];
	int err;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/online",
		 cpu);
	err = write_file(path, "0");
	if (err)
		return fail("cpu %d off: %s", cpu, strerror(-err));
	read_file(path, now, sizeof(now));
	if (now[0] != '0')
		return fail("cpu %d is still online", cpu);
	/* it halts by itself, and what a sweep does to it there takes its time */
	nanosleep(&a_while, NULL);
	err = write_file(path, "1");
	if (err)
		return fail("cpu %d on: %s", cpu, strerror(-err));
	return use_cpu(cpu);
}

int cpu_hotplug(unsigned long loops)
{
	int cpu, n = cpu_count();

	if (n < 2)
		return skip("one CPU");
	if (access("/sys/devices/system/cpu/cpu1/online", W_OK))
		return skip("kernel without CPU hot-plug");
	pin_to(0);
	while (loops--)
		for (cpu = 1; cpu < n; cpu++)
			if (replug(cpu))
				return RES_FAIL;
	return RES_PASS;
}
