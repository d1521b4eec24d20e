// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signal delivery and return.
 *
 * Rule: rt_sigreturn() loads every register from user memory, so it returns
 * by IRET; Linux uses SYSRET even here if the frame's RCX equals RIP and R11
 * equals RFLAGS.
 * Trigger: a handler that edits RCX and R11 of its frame.
 * Cannot tell apart: which of the two instructions ran, only that the
 * registers are what the frame said.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "../guest.h"

static volatile unsigned long hits;

static void count(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	(void)si;
	(void)ctx;
	hits++;
}

/* Ordinary, queued and alternate-stack signals to oneself. */
int signals_all(unsigned long loops)
{
	static char stack[65536];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction sa = {
		.sa_sigaction = count,
		.sa_flags = SA_SIGINFO | SA_ONSTACK,
	};
	union sigval v = { .sival_int = 1 };
	unsigned long i;

	on_signal(SIGUSR1, count);
	for (i = 0; i < loops; i++)
		kill(getpid(), SIGUSR1);
	if (expect("SIGUSR1", hits, loops))
		return RES_FAIL;
	sigaltstack(&ss, NULL);
	sigaction(SIGRTMIN, &sa, NULL);
	hits = 0;
	for (i = 0; i < loops; i++)
		sigqueue(getpid(), SIGRTMIN, v);
	return expect("SIGRTMIN", hits, loops);
}

#ifdef __x86_64__
static volatile int to_sysret;
static volatile unsigned long want_rcx;

static void edit(int sig, siginfo_t *si, void *ctx)
{
	greg_t *r = ((ucontext_t *)ctx)->uc_mcontext.gregs;

	(void)sig;
	(void)si;
	hits++;
	if (to_sysret) {
		r[REG_RCX] = r[REG_RIP];
		r[REG_R11] = r[REG_EFL];
	} else {
		r[REG_RCX] = 0x1234 + hits;
		r[REG_R11] = 0x5678;
	}
	want_rcx = r[REG_RCX];
}

static int edited_return(unsigned long loops)
{
	long pid = getpid(), tid = syscall(SYS_gettid), ret;
	unsigned long rcx, i;

	on_signal(SIGUSR1, edit);
	for (i = 0; i < loops; i++) {
		asm volatile("syscall" : "=a" (ret), "=c" (rcx)
			     : "a" (SYS_tgkill), "D" (pid), "S" (tid),
			       "d" ((long)SIGUSR1) : "r11", "memory");
		if (ret || rcx != want_rcx)
			return fail("RCX %#lx, expected %#lx", rcx, want_rcx);
	}
	return expect("SIGUSR1", hits, loops);
}

int sigreturn_iret(unsigned long loops)
{
	to_sysret = 0;
	return edited_return(loops);
}

int sigreturn_sysret(unsigned long loops)
{
	to_sysret = 1;
	return edited_return(loops);
}
#endif
