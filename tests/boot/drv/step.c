// SPDX-License-Identifier: GPL-2.0-only
/*
 * Single stepping by EFLAGS.TF, in user code and across system calls.
 *
 * Rule: with TF set before an instruction #DB comes after it (SDM vol. 3,
 * 17.3.1.4); POPF that sets TF lets one more instruction run, POPF that clears
 * it traps once more. INT n and SYSCALL (by FMASK) clear TF; SYSENTER does
 * not, so there #DB hits the kernel's first instructions.
 * Trigger: set TF, a few instructions or a call, clear TF.
 * Cannot tell apart: whether SYSRET or IRET came back. The trap for the
 * instruction after the call comes either way; SYSRET adds one on some
 * processors, so both counts pass.
 */
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../guest.h"

#ifdef __x86_64__
#define TF_ON	"pushfq; orq $0x100, (%%rsp); popfq;"
#define TF_OFF	"pushfq; andq $~0x100, (%%rsp); popfq;"
#else
#define TF_ON	"pushfl; orl $0x100, (%%esp); popfl;"
#define TF_OFF	"pushfl; andl $~0x100, (%%esp); popfl;"
#endif

/* Instructions of TF_OFF: all three trap. */
#define OFF_TRAPS	3

/* @loops rounds of ten NOPs. */
int step_user(unsigned long loops)
{
	unsigned long i;

	trap_on();
	for (i = 0; i < loops; i++)
		asm volatile(TF_ON ".rept 10; nop; .endr;" TF_OFF
			     : : : "memory", "cc");
	return expect("traps", trap_count[1], loops * (10 + OFF_TRAPS));
}

/*
 * Run @call with TF set @loops times; each round must trap @min times, or
 * once more (see above: an interrupt in the call can turn SYSRET into IRET).
 */
static int step_call(unsigned long loops, int (*call)(void), unsigned long min)
{
	unsigned long i, n;

	trap_on();
	for (i = 0; i < loops; i++) {
		n = trap_count[1];
		if (call())
			return fail("wrong result in round %lu", i);
		n = trap_count[1] - n;
		if (n != min && n != min + 1)
			return fail("round %lu: %lu traps, expected %lu or %lu",
				    i, n, min, min + 1);
	}
	return RES_PASS;
}

#ifdef __x86_64__
static int stepped_syscall(void)
{
	long ret, want = getppid();

	asm volatile(TF_ON "nop; syscall; nop;" TF_OFF
		     : "=a" (ret) : "a" ((long)SYS_getppid)
		     : "rcx", "r11", "memory", "cc");
	return ret != want;
}

int step_syscall(unsigned long loops)
{
	return step_call(loops, stepped_syscall, 2 + OFF_TRAPS);
}
#else
static int stepped_int80(void)
{
	long ret, want = getppid();

	asm volatile(TF_ON "nop; int $0x80; nop;" TF_OFF
		     : "=a" (ret) : "a" (SYS_getppid) : "memory", "cc");
	return ret != want;
}

int step_int80_32(unsigned long loops)
{
	return step_call(loops, stepped_int80, 2 + OFF_TRAPS);
}

/* Five to the call, four of the landing pad that returns, the jump out. */
#define FAST_TRAPS	10

static int stepped_sysenter(void)
{
	long ret, want = getppid();

	asm volatile(TF_ON "call 1f; jmp 2f;"
		     "1: pushl %%ecx; pushl %%edx; pushl %%ebp;"
		     "movl %%esp, %%ebp; sysenter; ud2;"
		     "2:" TF_OFF
		     : "=a" (ret) : "a" (SYS_getppid) : "memory", "cc");
	return ret != want;
}

int step_sysenter_32(unsigned long loops)
{
	if (!getauxval(AT_SYSINFO))
		return skip("no vDSO to return through");
	return step_call(loops, stepped_sysenter, FAST_TRAPS + OFF_TRAPS);
}

static int stepped_syscall32(void)
{
	long ret, want = getppid();

	asm volatile(TF_ON "call 1f; jmp 2f;"
		     "1: pushl %%ecx; pushl %%edx; pushl %%ebp;"
		     "movl %%ecx, %%ebp; syscall; ud2;"
		     "2:" TF_OFF
		     : "=a" (ret) : "a" (SYS_getppid) : "memory", "cc");
	return ret != want;
}

int step_syscall32(unsigned long loops)
{
	const char *why = no_syscall32();

	if (why)
		return skip("%s", why);
	return step_call(loops, stepped_syscall32, FAST_TRAPS + OFF_TRAPS);
}
#endif
