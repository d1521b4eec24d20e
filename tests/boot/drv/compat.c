// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of 32-bit code: INT $0x80, SYSENTER, SYSCALL.
 *
 * Rule: INT goes through the IDT; SYSENTER loads CS:EIP and SS:ESP from MSRs,
 * saves nothing and leaves TF, NT and AC as they are; SYSCALL in compatibility
 * mode goes to CSTAR (AMD only on real hardware, any model under TCG).
 * Trigger: that instruction, on the stack layout the vDSO's landing pad pops,
 * for Linux returns from both fast calls only there.
 * Cannot tell apart: SYSRETL from IRET on the way back.
 */
#include <errno.h>
#include <setjmp.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../guest.h"

/* The landing pad pops these three and returns. */
#define VDSO_PUSH	"call 1f; jmp 2f;" \
			"1: pushl %%ecx; pushl %%edx; pushl %%ebp;"

static long by_int80(long nr)
{
	long ret;

	asm volatile("int $0x80" : "=a" (ret) : "a" (nr) : "memory");
	return ret;
}

static long by_vdso(long nr)
{
	unsigned long entry = getauxval(AT_SYSINFO);
	long ret;

	asm volatile("call *%2" : "=a" (ret) : "a" (nr), "c" (entry)
		     : "memory", "cc");
	return ret;
}

static long by_sysenter(long nr)
{
	long ret;

	asm volatile(VDSO_PUSH "movl %%esp, %%ebp; sysenter; ud2; 2:"
		     : "=a" (ret) : "a" (nr) : "memory", "cc");
	return ret;
}

static long by_syscall(long nr)
{
	long ret;

	asm volatile(VDSO_PUSH "movl %%ecx, %%ebp; syscall; ud2; 2:"
		     : "=a" (ret) : "a" (nr) : "memory", "cc");
	return ret;
}

static int calls(unsigned long loops, long (*call)(long))
{
	long want = getppid();
	unsigned long i;

	for (i = 0; i < loops; i++)
		if (call(SYS_getppid) != want)
			return fail("wrong getppid() at %lu", i);
	return RES_PASS;
}

static sigjmp_buf no_insn;

static void sigill(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	(void)si;
	(void)ctx;
	siglongjmp(no_insn, 1);
}

/*
 * Why SYSCALL from 32-bit code must not run here, or NULL. Kernels after 5.16
 * leave CSTAR unset on an Intel model, where TCG would jump to address 0.
 */
const char *no_syscall32(void)
{
	char val[8];

	if (!getauxval(AT_SYSINFO))
		return "no vDSO to return through";
	if (!kernel_before(5, 0) &&
	    !(cmdline_word("ibrs.syscall32", val, sizeof(val)) &&
	      !strcmp(val, "1")))
		return "kernel may not set CSTAR, see ibrs.syscall32=";
	if (sigsetjmp(no_insn, 1))
		return "#UD: the processor has no SYSCALL in 32-bit code";
	on_signal(SIGILL, sigill);
	by_syscall(SYS_getppid);
	signal(SIGILL, SIG_DFL);
	return NULL;
}

int int80_32(unsigned long loops)
{
	return calls(loops, by_int80);
}

/* Half through the vDSO as a libc does, half by the bare instruction. */
int sysenter_32(unsigned long loops)
{
	if (!getauxval(AT_SYSINFO))
		return skip("no vDSO to return through");
	if (calls(loops / 2 + 1, by_vdso))
		return RES_FAIL;
	return calls(loops / 2 + 1, by_sysenter);
}

/* SYSENTER with NT, then AC set: the entry must clear them for the kernel. */
int sysenter_flags_32(unsigned long loops)
{
	static const unsigned long bits[] = { EFLAGS_NT, EFLAGS_AC };
	unsigned long i, flags;
	long want = getppid(), ret;

	if (!getauxval(AT_SYSINFO))
		return skip("no vDSO to return through");
	for (i = 0; i < loops; i++) {
		asm volatile("pushfl; orl %0, (%%esp); popfl"
			     : : "r" (bits[i & 1]) : "memory", "cc");
		ret = by_sysenter(SYS_getppid);
		asm volatile("pushfl; popl %0; pushl %0; andl %1, (%%esp);"
			     "popfl" : "=&r" (flags)
			     : "i" (~(EFLAGS_NT | EFLAGS_AC))
			     : "memory", "cc");
		if (ret != want)
			return fail("wrong getppid() at %lu", i);
		if (!(flags & bits[i & 1]))
			return fail("flag %#lx is lost", bits[i & 1]);
	}
	return RES_PASS;
}

int syscall32(unsigned long loops)
{
	const char *why = no_syscall32();

	if (why)
		return skip("%s", why);
	return calls(loops, by_syscall);
}

static void body_int80(unsigned long loops)
{
	while (loops--)
		by_int80(SYS_getppid);
}

static void body_sysenter(unsigned long loops)
{
	while (loops--)
		by_sysenter(SYS_getppid);
}

static void body_syscall(unsigned long loops)
{
	while (loops--)
		by_syscall(SYS_getppid);
}

int ptrace_int80_32(unsigned long loops)
{
	return trace_calls(body_int80, loops, SYS_getppid, loops);
}

int ptrace_sysenter_32(unsigned long loops)
{
	if (!getauxval(AT_SYSINFO))
		return skip("no vDSO to return through");
	return trace_calls(body_sysenter, loops, SYS_getppid, loops);
}

int ptrace_syscall32(unsigned long loops)
{
	const char *why = no_syscall32();

	if (why)
		return skip("%s", why);
	return trace_calls(body_syscall, loops, SYS_getppid, loops);
}
