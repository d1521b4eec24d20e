// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything that makes processors interrupt each other, at the same time.
 *
 * Rule: no crossing is special because other processors send interrupts, flush
 * each other's translations, come and go.
 * Trigger: threads of one mm that unmap and protect pages, membarrier() and
 * migration, while other processes fork, exec and make 32-bit system calls,
 * and all processors but the first go offline and come back in turns.
 * Cannot tell apart: which of them met in time.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../guest.h"

#define MEMBARRIER_EXPEDITED	(1 << 3)
#define MEMBARRIER_REGISTER	(1 << 4)
#define MAX_THREADS		24
#define TICK_NS			100000000L

enum part { UNMAP, PROTECT, BARRIER, HOP, PLUG, FORK, COMPAT, NR_PARTS };

static const char * const part_name[NR_PARTS] = {
	"munmap", "mprotect", "membarrier", "migration", "hot-plug", "fork",
	"32-bit calls",
};

/* Shared with the children. */
static struct storm {
	volatile int stop, bad;
	volatile unsigned long done[NR_PARTS];
	int cpus;
} *storm;

static void count(enum part p)
{
	__atomic_fetch_add(&storm->done[p], 1, __ATOMIC_RELAXED);
}

/* One line for the first of a kind: the others would repeat it. */
static void bad(enum part p, const char *what, long val)
{
	if (!__atomic_exchange_n(&storm->bad, 1, __ATOMIC_RELAXED))
		say("%s: %s %ld", part_name[p], what, val);
}

static char *new_pages(unsigned long n)
{
	char *p = mmap(NULL, n * PAGE_SZ, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static void *unmapper(void *unused)
{
	char *p;

	(void)unused;
	while (!storm->stop) {
		p = new_pages(4);
		if (!p || p[PAGE_SZ]) {
			bad(UNMAP, "no clean page, errno", errno);
			break;
		}
		p[PAGE_SZ] = 1;
		munmap(p, 4 * PAGE_SZ);
		count(UNMAP);
	}
	return NULL;
}

static void *protector(void *unused)
{
	char *p = new_pages(1), i = 0;

	(void)unused;
	while (p && !storm->stop) {
		*p = ++i;
		if (mprotect(p, PAGE_SZ, PROT_READ) || *p != i ||
		    mprotect(p, PAGE_SZ, PROT_READ | PROT_WRITE)) {
			bad(PROTECT, "wrong page, errno", errno);
			break;
		}
		count(PROTECT);
	}
	return NULL;
}

static void *barrier(void *unused)
{
	(void)unused;
	while (!storm->stop) {
		if (!syscall(SYS_membarrier, MEMBARRIER_EXPEDITED, 0))
			count(BARRIER);
		sched_yield();
	}
	return NULL;
}

/* A processor that is offline by now refuses. */
static void *hopper(void *arg)
{
	unsigned int i = (long)arg;

	while (!storm->stop)
		if (!pin_to(i++ % storm->cpus))
			count(HOP);
	return NULL;
}

static void pause_ms(long ms)
{
	const struct timespec ts = { .tv_nsec = ms * 1000000 };

	nanosleep(&ts, NULL);
}

static void *plugger(void *unused)
{
	char path[64];
	int cpu, err;

	(void)unused;
	for (cpu = 1; !storm->stop; cpu = cpu % (storm->cpus - 1) + 1) {
		snprintf(path, sizeof(path),
			 "/sys/devices/system/cpu/cpu%d/online", cpu);
		err = write_file(path, "0");
		if (!err) {
			pause_ms(20);
			err = write_file(path, "1");
		}
		if (err) {
			bad(PLUG, "errno", -err);
			break;
		}
		count(PLUG);
		/* for the others to come to the processor that is back */
		pause_ms(50);
	}
	return NULL;
}

/* Start argv[] and wait; its exit status, or -1. */
static int run(const char *path, char *const argv[])
{
	pid_t pid = fork();
	int st;

	if (!pid) {
		/* the reason of a SKIP would be taken for ours */
		close(REASON_FD);
		execv(path, argv);
		_exit(errno == ENOEXEC ? RES_SKIP : 1);
	}
	if (pid < 0 || waitpid(pid, &st, 0) != pid || !WIFEXITED(st))
		return -1;
	return WEXITSTATUS(st);
}

static void forker(void)
{
	char *argv[] = { "/init", "exec-ok", NULL };
	int st;

	while (!storm->stop) {
		st = run(argv[0], argv);
		if (st != 42) {
			bad(FORK, "exit status", st);
			break;
		}
		count(FORK);
	}
}

static void compat(void)
{
	static char *const what[] = {
		"sysenter-32", "int80-32", "fault-gp-32", "int3-32",
	};
	char *argv[] = { "guest32", NULL, "200", NULL };
	unsigned int i;
	int st;

	for (i = 0; !storm->stop; i++) {
		argv[1] = what[i % ARRAY_SIZE(what)];
		st = run("/bin/guest32", argv);
		if (st != RES_PASS && st != RES_SKIP) {
			bad(COMPAT, argv[1], st);
			break;
		}
		count(COMPAT);
	}
}

static pid_t start_child(void (*body)(void))
{
	pid_t pid = fork();

	if (!pid) {
		body();
		_exit(0);
	}
	return pid;
}

/* Half of the threads work on the mm, the rest have a part each. */
static int start_threads(pthread_t *t, int plug)
{
	int i, n = 0, err = 0;

	for (i = 0; i < storm->cpus && n < MAX_THREADS - 4; i++) {
		err |= pthread_create(&t[n++], NULL, unmapper, NULL);
		err |= pthread_create(&t[n++], NULL, protector, NULL);
	}
	err |= pthread_create(&t[n++], NULL, barrier, NULL);
	err |= pthread_create(&t[n++], NULL, hopper, (void *)0L);
	if (plug)
		err |= pthread_create(&t[n++], NULL, plugger, NULL);
	return err ? -1 : n;
}

static int judge(int plug)
{
	int i, ret = storm->bad ? RES_FAIL : RES_PASS;

	for (i = 0; i < NR_PARTS; i++) {
		say("%s %lu times", part_name[i], storm->done[i]);
		if (!storm->done[i] && (plug || i != PLUG))
			ret = fail("%s: not once", part_name[i]);
	}
	for (i = 0; i < storm->cpus; i++)
		if (use_cpu(i))
			ret = RES_FAIL;
	return ret;
}

/* @loops: tenths of a second. */
int smp_storm(unsigned long loops)
{
	const struct timespec tick = { .tv_nsec = TICK_NS };
	int plug = !access("/sys/devices/system/cpu/cpu1/online", W_OK);
	pthread_t t[MAX_THREADS];
	pid_t child[2];
	int i, n;

	if (cpu_count() < 2)
		return skip("one CPU");
	storm = mmap(NULL, PAGE_SZ, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (storm == MAP_FAILED)
		return fail("mmap: %s", strerror(errno));
	storm->cpus = cpu_count();
	child[0] = start_child(forker);
	child[1] = start_child(compat);
	syscall(SYS_membarrier, MEMBARRIER_REGISTER, 0);
	n = start_threads(t, plug);
	if (n < 0)
		return fail("pthread_create");
	while (loops-- && !storm->bad)
		nanosleep(&tick, NULL);
	storm->stop = 1;
	for (i = 0; i < n; i++)
		pthread_join(t[i], NULL);
	for (i = 0; i < 2; i++)
		waitpid(child[i], NULL, 0);
	return judge(plug);
}
