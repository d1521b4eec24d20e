// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entry points that nothing else here comes by.
 *
 * Rule: a local APIC delivers to itself what is written to its ICR with the
 * shorthand "self", at the next instruction that can be interrupted; vectors
 * below 16 it refuses (SDM 3A 10.6.1, 10.5.2).
 * Trigger: a store to ICR through /dev/mem, from user mode; one of the kernel's
 * own, by FIONREAD of a file of that size. Faults: SS of an absent segment; an
 * x87 exception. Calls whose stub saves all registers: fork, iopl, execveat.
 * Cannot tell apart: of the kernel's leg, what it interrupted.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../guest.h"

#define APIC_BASE	0xfee00000ul
#define APIC_EOI	(0x0b0 / 4)
#define APIC_ICR	(0x300 / 4)
#define APIC_LVTT	(0x320 / 4)
#define ICR_SELF	0x40000
#define LVT_MASKED	0x10000

/* Under a sweep a round takes seconds: with two of them this is enough. */
#define ENOUGH_NS	20000000000ull

#define VEC_MF		16
#define VEC_XF		19
#define VEC_FIRST	0x20	/* of those that are interrupts */
#define VEC_INT80	0x80	/* a gate for programs: what RAX says is called */
#define VEC_TIMER	0xee	/* comes by itself, and has to be expected */
#define VEC_REBOOT	0xf8	/* stops the processor */

static volatile uint32_t *apic;

/*
 * Not all are acknowledged by who handles them: not the exceptions, nor what
 * the 8259A has.  In user mode nothing else is in service.
 */
static void from_user(unsigned int vec)
{
	apic[APIC_ICR] = ICR_SELF | vec;
	asm volatile("pause");	/* TCG looks for interrupts behind it */
	apic[APIC_EOI] = 0;
}

/*
 * No vector is of lower priority than these two: a tick that comes in the same
 * moment goes first, its softirq has interrupts on, and there they are an oops
 * in an interrupt.  So none may come; what it would have brought is made good.
 */
static void exception(unsigned int vec)
{
	uint32_t timer = apic[APIC_LVTT];
	unsigned int i;

	apic[APIC_LVTT] = timer | LVT_MASKED;
	for (i = 0; i < 100; i++)
		asm volatile("pause");	/* a tick that is pending comes now */
	from_user(vec);
	apic[APIC_LVTT] = timer;
	from_user(timer & 0xff);
}

static int from_kernel(int fd, unsigned int vec)
{
	if (ftruncate(fd, ICR_SELF | vec) ||
	    ioctl(fd, FIONREAD, &apic[APIC_ICR]))
		return fail("FIONREAD: %s", strerror(errno));
	apic[APIC_EOI] = 0;
	return 0;
}

static int each_vector(int fd)
{
	unsigned int vec;

	exception(VEC_MF);
	exception(VEC_XF);
	for (vec = VEC_FIRST; vec < 256; vec++) {
		if (vec == VEC_INT80 || vec == VEC_TIMER ||
		    vec == VEC_REBOOT)
			continue;
		from_user(vec);
		if (from_kernel(fd, vec))
			return -1;
	}
	return 0;
}

int vectors(unsigned long loops)
{
	static const char * const counted[] = { "RES", "CAL", "THR", "TRM" };
	unsigned long before[ARRAY_SIZE(counted)], n;
	uint64_t end = now_ns() + ENOUGH_NS;
	int fd = open("/dev/mem", O_RDWR | O_SYNC);
	size_t i;

	if (fd < 0)
		return skip("kernel without /dev/mem");
	apic = mmap(NULL, PAGE_SZ, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		    APIC_BASE);
	if (apic == MAP_FAILED)
		return skip("kernel that keeps its APIC from /dev/mem");
	fd = open("/tmp/vectors", O_CREAT | O_RDWR, 0600);
	pin_to(0);
	/* Without it its vector has no handler, and is an oops. */
	if (apic[APIC_LVTT] & LVT_MASKED)
		return skip("kernel that does not use its APIC's timer");
	for (i = 0; i < ARRAY_SIZE(counted); i++)
		before[i] = irq_count(counted[i]);
	for (n = 0; n < loops && (n < 2 || now_ns() < end); n++)
		if (each_vector(fd))
			return RES_FAIL;
	for (i = 0; i < ARRAY_SIZE(counted); i++)
		if (irq_count(counted[i]) - before[i] < 2 * n)
			return fail("%s: %lu interrupts, not %lu", counted[i],
				    irq_count(counted[i]) - before[i], 2 * n);
	return RES_PASS;
}

int fault_ss(unsigned long loops)
{
	unsigned long i;

	trap_on();
	trap_skip = 2;		/* 8e d0, mov %eax, %ss */
	if (ldt_write(3, 0, 0xfffff, LDT_32BIT | LDT_ABSENT))
		return skip("kernel without modify_ldt()");
	for (i = 0; i < loops; i++)
		asm volatile("movl %0, %%ss" : : "a" (LDT_SEL(3)));
	return expect("#SS", trap_count[12], loops);
}

int fault_mf(unsigned long loops)
{
	static const uint16_t all = 0x37f, unmasked = 0x360;
	unsigned long i;

	trap_on();
	trap_skip = 1;		/* 9b, fwait */
	for (i = 0; i < loops; i++)
		asm volatile("fnclex; fldcw %0; fld1; fldz; fdivrp; fwait;"
			     "fnclex; fldcw %1; fstp %%st(0)"
			     : : "m" (unmasked), "m" (all));
	return expect("#MF", trap_count[VEC_MF], loops);
}

int stub_calls(unsigned long loops)
{
	long pid;
	int st;

	while (loops--) {
		pid = syscall(SYS_fork);
		if (!pid)
			_exit(0);
		if (waitpid(pid, &st, 0) != pid || st)
			return fail("fork: status %#x", st);
		if (syscall(SYS_iopl, 3) || syscall(SYS_iopl, 0))
			return fail("iopl: %s", strerror(errno));
		if (syscall(SYS_execveat, -1, "nothing", NULL, NULL, 0) != -1 ||
		    errno != EBADF)
			return fail("execveat: %s", strerror(errno));
	}
	return RES_PASS;
}
