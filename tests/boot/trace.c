// SPDX-License-Identifier: GPL-2.0-only
/* A tracer that counts the system call stops of a child it starts. */
#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

#ifdef __x86_64__
#define NR_OFFSET	offsetof(struct user_regs_struct, orig_rax)
#else
#define NR_OFFSET	offsetof(struct user_regs_struct, orig_eax)
#endif

static int count_stops(pid_t pid, long nr, unsigned long *stops)
{
	int st;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, pid, 0, 0))
			return fail("PTRACE_SYSCALL: %s", strerror(errno));
		if (waitpid(pid, &st, 0) != pid)
			return fail("waitpid: %s", strerror(errno));
		if (WIFEXITED(st))
			return expect("traced status", WEXITSTATUS(st), 0);
		if (!WIFSTOPPED(st) || WSTOPSIG(st) != (SIGTRAP | 0x80))
			return fail("traced child: wait status %#x", st);
		if (ptrace(PTRACE_PEEKUSER, pid, NR_OFFSET, 0) == nr)
			(*stops)++;
	}
}

/*
 * Run body(loops) in a traced child; PASS when it makes exactly @ncalls
 * calls of number @nr, each with an entry and an exit stop.
 */
int trace_calls(void (*body)(unsigned long), unsigned long loops, long nr,
		unsigned long ncalls)
{
	unsigned long stops = 0;
	pid_t pid;
	int st, err;

	pin_pair();
	pid = fork();
	if (!pid) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		body(loops);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &st, 0) != pid || !WIFSTOPPED(st))
		return fail("no traced child");
	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD);
	err = count_stops(pid, nr, &stops);
	return err ? err : expect("stops", stops, 2 * ncalls);
}
