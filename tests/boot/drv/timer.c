// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timer interrupts, and plain processor time for injected NMIs.
 *
 * Rule: an external interrupt comes between two instructions while IF is set,
 * at either CPL.
 * Trigger: a 2 ms interval timer over a loop of user code, or of long system
 * calls; the burn drivers are the same without a timer.
 * Cannot tell apart: which interrupts came at which CPL; a call that takes
 * far longer than the loop around it makes most of them come from the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "../guest.h"

static volatile unsigned long ticks;

static void tick(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	(void)si;
	(void)ctx;
	ticks++;
}

static void start_timer(long usec)
{
	struct itimerval it = {
		.it_interval.tv_usec = usec,
		.it_value.tv_usec = usec,
	};

	on_signal(SIGALRM, tick);
	setitimer(ITIMER_REAL, &it, NULL);
}

/* About 10 instructions a step. The result is known: see burn_user(). */
static uint64_t spin(unsigned long steps)
{
	uint64_t a = 1, b = 1;

	while (steps--) {
		a += b;
		asm volatile("" : "+r" (a));
		b ^= a;
		asm volatile("" : "+r" (b));
		a = a << 1 | a >> 63;
		b += 3;
		asm volatile("" : "+r" (a), "+r" (b));
	}
	return a ^ b;
}

/* Long time in the kernel: the generator runs over a whole page. */
static int busy_call(int fd)
{
	static char page[PAGE_SZ];

	/* A signal may cut the read short. */
	return read(fd, page, sizeof(page)) <= 0 && errno != EINTR;
}

int timer_user(unsigned long loops)
{
	start_timer(2000);
	while (ticks < loops)
		spin(1000);
	return RES_PASS;
}

int timer_kernel(unsigned long loops)
{
	int fd = open("/dev/urandom", O_RDONLY);

	start_timer(2000);
	while (ticks < loops)
		if (busy_call(fd))
			return fail("/dev/urandom: no data");
	return RES_PASS;
}

/*
 * @loops times some 5 million instructions. An interrupt or NMI that loses a
 * register changes the sum.
 */
int burn_user(unsigned long loops)
{
	uint64_t want = spin(600000);
	unsigned long i;

	for (i = 0; i < loops; i++)
		if (spin(600000) != want)
			return fail("a register changed in round %lu", i);
	return RES_PASS;
}

/* @loops times 30 long calls and 300 short ones. */
int burn_kernel(unsigned long loops)
{
	int fd = open("/dev/urandom", O_RDONLY);
	long want = getppid();
	unsigned long i, j;

	for (i = 0; i < loops; i++) {
		for (j = 0; j < 30; j++)
			if (busy_call(fd))
				return fail("/dev/urandom: no data");
		for (j = 0; j < 300; j++)
			if (syscall(SYS_getppid) != want)
				return fail("wrong getppid()");
	}
	return RES_PASS;
}
