// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segment loads of the kernel on behalf of the user.
 *
 * Rule: loading a selector whose descriptor is missing is #GP at CPL0; Linux
 * catches it (gs_change) and loads the null selector.
 * Trigger: 64-bit: a tracer puts a bad GS into a stopped child, the next
 * switch to it loads it. 32-bit: a signal frame with a bad GS.
 * Cannot tell apart: the fixup from a check made before the load.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../guest.h"

#define BAD_SEL	LDT_SEL(15)

#ifdef __x86_64__
static unsigned int get_gs(void)
{
	unsigned int v;

	asm volatile("movl %%gs, %0" : "=r" (v));
	return v;
}

static int gs_child(unsigned long loops)
{
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	while (loops--) {
		/* The asm store only marks that the stop changes it. */
		asm volatile("movl %0, %%gs" : : "r" (0));
		raise(SIGSTOP);
		if (get_gs())
			return RES_FAIL;
	}
	return RES_PASS;
}

int gs_change(unsigned long loops)
{
	unsigned long stops = 0;
	pid_t pid;
	int st;

	pin_pair();
	pid = fork();

	if (!pid)
		_exit(gs_child(loops));
	while (waitpid(pid, &st, 0) == pid && WIFSTOPPED(st)) {
		stops++;
		if (ptrace(PTRACE_POKEUSER, pid,
			   offsetof(struct user, regs.gs), BAD_SEL))
			return fail("POKEUSER gs: %s", strerror(errno));
		ptrace(PTRACE_CONT, pid, 0, 0);
	}
	if (!WIFEXITED(st) || WEXITSTATUS(st))
		return fail("a bad GS stayed, status %#x", st);
	return expect("stops", stops, loops);
}

/* Read through an LDT segment, and #GP where it is gone again. */
int modify_ldt_use(unsigned long loops)
{
	static unsigned int word;
	unsigned int got;
	unsigned long i;

	trap_on();
	trap_skip = 2;
	for (i = 0; i < loops; i++) {
		word = 0xabc00000 + i;
		if (ldt_write(3, (unsigned long)&word, 0xffff, LDT_32BIT))
			return skip("kernel without modify_ldt()");
		asm volatile("movl %1, %%gs; movl %%gs:0, %0; movl %2, %%gs"
			     : "=&r" (got) : "r" (LDT_SEL(3)), "r" (0)
			     : "memory");
		if (got != word)
			return fail("read %#x through the LDT", got);
		if (ldt_write(3, 0, 0, LDT_32BIT | LDT_ABSENT))
			return fail("entry cannot be made absent");
		/* Two bytes long: 8e e8, mov %eax, %gs. */
		asm volatile("movl %0, %%gs" : : "a" (LDT_SEL(3)));
	}
	return expect("#NP", trap_count[11], loops);
}

/*
 * Rule: the old vsyscall page cannot be executed; the fetch is #PF in user
 * mode, which Linux emulates as gettimeofday() and time().
 */
int vsyscall_call(unsigned long loops)
{
	long (*vtime)(long *) = (void *)0xffffffffff600400ul;
	static char maps[65536];
	long before, t;

	read_file("/proc/self/maps", maps, sizeof(maps));
	if (!strstr(maps, "[vsyscall]"))
		return skip("kernel without a vsyscall page");
	while (loops--) {
		before = syscall(SYS_time, NULL);
		t = vtime(NULL);
		if (t < before || t > syscall(SYS_time, NULL))
			return fail("vsyscall time() is %ld", t);
	}
	return RES_PASS;
}
#else
static volatile unsigned long hits;

/* TLS is still there in the handler, the frame's GS is loaded after it. */
static void spoil_gs(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;

	(void)sig;
	(void)si;
	hits++;
	uc->uc_mcontext.gregs[REG_GS] = BAD_SEL;
}

int gs_change(unsigned long loops)
{
	unsigned int old, got;
	unsigned long i;

	on_signal(SIGTRAP, spoil_gs);
	for (i = 0; i < loops; i++) {
		/* No libc call while GS is null: it needs its TLS. */
		asm volatile("movl %%gs, %0; int3; movl %%gs, %1;"
			     "movl %0, %%gs"
			     : "=&r" (old), "=&r" (got) : : "memory");
		if (got)
			return fail("GS is %#x", got);
	}
	return expect("SIGTRAP", hits, loops);
}
#endif
