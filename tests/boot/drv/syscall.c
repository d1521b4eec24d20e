// SPDX-License-Identifier: GPL-2.0-only
/*
 * SYSCALL from 64-bit code, fast and slow.
 *
 * Rule: SYSCALL enters at LSTAR with IF, TF and NT masked by FMASK; SDM vol. 2,
 * SYSCALL. Work flags of the task (tracing, seccomp) and calls that need all
 * registers saved send Linux down its slow path.
 * Trigger: getppid() plain, traced, filtered; vfork-like clone() for the rest.
 * Cannot tell apart: the PTI trampoline from the plain entry, SYSRET from IRET.
 * Only who watches the processor can.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../guest.h"

static long call0(long nr)
{
	long ret;

	asm volatile("syscall" : "=a" (ret) : "a" (nr)
		     : "rcx", "r11", "memory");
	return ret;
}

int syscall_fast(unsigned long loops)
{
	long want = getppid();
	unsigned long i;

	for (i = 0; i < loops; i++)
		if (call0(SYS_getppid) != want)
			return fail("wrong getppid() at %lu", i);
	return RES_PASS;
}

static void traced_body(unsigned long loops)
{
	while (loops--)
		call0(SYS_getppid);
}

int syscall_ptrace(unsigned long loops)
{
	return trace_calls(traced_body, loops, SYS_getppid, loops);
}

int syscall_seccomp(unsigned long loops)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXDEV),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = {
		.len = ARRAY_SIZE(code), .filter = code,
	};
	unsigned long i;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog)) {
		if (errno == EINVAL)
			return skip("kernel without seccomp filters");
		return fail("PR_SET_SECCOMP: %s", strerror(errno));
	}
	for (i = 0; i < loops; i++)
		if (call0(SYS_getppid) != -EXDEV)
			return fail("filter not applied at %lu", i);
	return RES_PASS;
}

/* clone() is one of the calls whose stub saves every register. */
int syscall_ptregs(unsigned long loops)
{
	unsigned long i;
	pid_t pid;

	for (i = 0; i < loops; i++) {
		pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
		if (!pid)
			_exit(i & 0x3f);
		if (wait_status(pid, i & 0x3f))
			return RES_FAIL;
	}
	return RES_PASS;
}

/*
 * Rule: SYSRET takes RIP from RCX, so where a tracer has changed RCX alone
 * only IRET can return. The child checks that it sees the tracer's RCX.
 */
static int marked_child(unsigned long loops)
{
	unsigned long ret, rcx, i;

	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	for (i = 0; i < loops; i++) {
		asm volatile("syscall" : "=a" (ret), "=c" (rcx)
			     : "a" (SYS_getppid) : "r11", "memory");
		if (rcx != 0x1234567 + i)
			return RES_FAIL;
	}
	return RES_PASS;
}

int iret_ptrace(unsigned long loops)
{
	unsigned long marks = 0, stops = 0;
	pid_t pid;
	int st;

	pin_pair();
	pid = fork();

	if (!pid)
		_exit(marked_child(loops));
	if (pid < 0 || waitpid(pid, &st, 0) != pid || !WIFSTOPPED(st))
		return fail("no traced child");
	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD);
	for (;;) {
		ptrace(PTRACE_SYSCALL, pid, 0, 0);
		if (waitpid(pid, &st, 0) != pid || !WIFSTOPPED(st))
			break;
		if (ptrace(PTRACE_PEEKUSER, pid,
			   offsetof(struct user, regs.orig_rax), 0) !=
		    SYS_getppid || !(stops++ & 1))
			continue;
		ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, regs.rcx),
		       0x1234567 + marks++);
	}
	if (!WIFEXITED(st) || WEXITSTATUS(st))
		return fail("child saw another RCX, status %#x", st);
	return expect("exit stops", marks, loops);
}

/*
 * Rule: INT n works from 64-bit code; Linux then takes it for a 32-bit call
 * (20 is getpid there). Without those its gate is not for user mode: #GP.
 */
int int80_64(unsigned long loops)
{
	long want = getpid(), ret;
	unsigned long i;

	trap_on();
	trap_skip = 2;
	for (i = 0; i < loops; i++) {
		asm volatile("int $0x80" : "=a" (ret) : "a" (20L)
			     : "r8", "r9", "r10", "r11", "memory");
		if ((ret == -ENOSYS || trap_count[13]) && !i)
			return skip("kernel without 32-bit calls");
		if (ret != want)
			return fail("wrong getpid() at %lu: %ld", i, ret);
	}
	return RES_PASS;
}
