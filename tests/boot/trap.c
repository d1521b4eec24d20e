// SPDX-License-Identifier: GPL-2.0-only
/*
 * Count exceptions by the vector the kernel reports in the signal frame, so
 * that a driver can tell #GP from #NP and both from a plain SIGSEGV.
 */
#include <string.h>

#include "guest.h"

volatile unsigned long trap_count[TRAP_VECTORS];
volatile unsigned long trap_skip;

/* Install @fn with its frame on the interrupted stack, nesting allowed. */
void on_signal(int sig, void (*fn)(int, siginfo_t *, void *))
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = fn;
	sa.sa_flags = SA_SIGINFO | SA_NODEFER;
	sigaction(sig, &sa, NULL);
}

static void trap(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;
	unsigned long vec = uc->uc_mcontext.gregs[REG_TRAPNO];

	(void)sig;
	(void)si;
	if (vec < TRAP_VECTORS)
		trap_count[vec]++;
	uc->uc_mcontext.gregs[REG_IP] += trap_skip;
}

void trap_on(void)
{
	static const int sigs[] = {
		SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP,
	};
	size_t i;

	memset((void *)trap_count, 0, sizeof(trap_count));
	trap_skip = 0;
	for (i = 0; i < ARRAY_SIZE(sigs); i++)
		on_signal(sigs[i], trap);
}
