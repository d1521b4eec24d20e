// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways into the kernel that are timed. Built twice: the 32-bit program has
 * those that only 32-bit code can take as they are meant to be.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define NR_GETPPID_32	64

#ifdef __x86_64__
static int zero_fd;

static const char *ready_read(void)
{
	zero_fd = open("/dev/zero", O_RDONLY);
	return zero_fd < 0 ? "no /dev/zero" : NULL;
}

static uint64_t once_getppid(void)
{
	uint64_t t = ticks();

	syscall(SYS_getppid);
	return ticks() - t;
}

static uint64_t once_read(void)
{
	uint64_t t = ticks();
	char byte;

	syscall(SYS_read, zero_fd, &byte, 1);
	return ticks() - t;
}

static char *page;

static const char *ready_fault(void)
{
	page = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? "no page" : NULL;
}

static uint64_t once_fault(void)
{
	uint64_t t;

	madvise(page, getpagesize(), MADV_DONTNEED);
	t = ticks();
	*(volatile char *)page = 1;
	return ticks() - t;
}

static void on_signal(int sig)
{
	(void)sig;
}

static const char *ready_signal(void)
{
	return signal(SIGUSR1, on_signal) == SIG_ERR ? "no signals" : NULL;
}

static uint64_t once_signal(void)
{
	uint64_t t = ticks();

	raise(SIGUSR1);
	return ticks() - t;
}

/* A child that sends back each byte, on this CPU: two switches a turn. */
static int to_child[2], to_us[2];

static const char *ready_switch(void)
{
	cpu_set_t set;
	char byte;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	if (sched_setaffinity(0, sizeof(set), &set) || pipe(to_child) ||
	    pipe(to_us))
		return "no pipes, or no CPU of its own";
	switch (fork()) {
	case -1:
		return "no child";
	case 0:
		close(to_child[1]);
		while (read(to_child[0], &byte, 1) == 1)
			if (write(to_us[1], &byte, 1) != 1)
				break;
		_exit(0);
	}
	close(to_child[0]);
	return NULL;
}

static uint64_t once_switch(void)
{
	uint64_t t = ticks();
	char byte = 0;

	if (write(to_child[1], &byte, 1) != 1 || read(to_us[0], &byte, 1) != 1)
		abort();
	return (ticks() - t) / 2;
}

/*
 * A timer that nobody waits for. What the loop misses of the clock is the
 * interrupt: anything much longer than a turn is taken for one.
 */
#define TIMER_NS	50000
#define MUCH_LONGER	8
#define SETTLED		16

static int timer_fd;

static const char *ready_timer(void)
{
	timer_fd = timerfd_create(CLOCK_MONOTONIC, 0);
	return timer_fd < 0 ? "no timerfd" : NULL;
}

static uint64_t once_timer(void)
{
	const struct itimerspec t = { .it_value = { 0, TIMER_NS } };
	uint64_t last, now, turn = UINT64_MAX, i;

	timerfd_settime(timer_fd, 0, &t, NULL);
	last = ticks();
	for (i = 0; ; i++, last = now) {
		now = ticks();
		if (now - last < turn)
			turn = now - last;
		else if (i > SETTLED && now - last > MUCH_LONGER * turn)
			return now - last;
	}
}

static uint64_t once_fork(void)
{
	uint64_t t = ticks();
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		abort();
	return ticks() - t;
}

static uint64_t once_exec(void)
{
	uint64_t t = ticks();
	pid_t pid = vfork();

	if (!pid) {
		execl("/proc/self/exe", "bench", "-0", NULL);
		_exit(1);
	}
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		abort();
	return ticks() - t;
}
#else
/* The vDSO has SYSENTER there, where the CPU is Intel's. */
static unsigned long vdso_entry;

static const char *ready_sysenter(void)
{
	vdso_entry = getauxval(AT_SYSINFO);
	return vdso_entry ? NULL : "no vDSO for 32-bit programs";
}

static uint64_t once_sysenter(void)
{
	uint64_t t = ticks();
	long nr = NR_GETPPID_32;

	asm volatile ("call *%1" : "+a" (nr) : "m" (vdso_entry) :
		      "ecx", "edx", "memory", "cc");
	return ticks() - t;
}
static uint64_t once_int80(void)
{
	uint64_t t = ticks();
	long nr = NR_GETPPID_32;

	asm volatile ("int $0x80" : "+a" (nr) : : "memory", "cc");
	return ticks() - t;
}
#endif

const struct op ops[] = {
#ifdef __x86_64__
	{ "getppid", once_getppid, 20000, NULL },
	{ "read-1-byte", once_read, 20000, ready_read },
	{ "page-fault", once_fault, 10000, ready_fault },
	{ "signal", once_signal, 5000, ready_signal },
	{ "switch-by-pipe", once_switch, 5000, ready_switch },
	{ "timer-interrupt", once_timer, 1000, ready_timer },
	{ "fork", once_fork, 500, NULL },
	{ "vfork-and-exec", once_exec, 200, NULL },
#else
	{ "sysenter", once_sysenter, 20000, ready_sysenter },
	{ "int80", once_int80, 20000, NULL },
#endif
};

const unsigned int nr_ops = sizeof(ops) / sizeof(*ops);
_Static_assert(sizeof(ops) / sizeof(*ops) <= MAX_OPS, "MAX_OPS");
