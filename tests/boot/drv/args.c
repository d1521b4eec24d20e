// SPDX-License-Identifier: GPL-2.0-only
/*
 * Six arguments, by each way to make a system call.
 *
 * Rule: what is in the registers at the call is what the kernel takes: EBX, ECX,
 * EDX, ESI, EDI, EBP of 32-bit code (of SYSENTER and SYSCALL the ones that the
 * vDSO moves are on the stack), RDI, RSI, RDX, R10, R8, R9 of 64-bit code. The
 * rest comes back as it was.
 * Trigger: mmap(), whose result shows each of them: a page of a file with a number
 * in each, at an address, of a length, and read-only.
 * Cannot tell apart: who lost one, the entry code or the call.
 */
#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../guest.h"

#define PAGES	16

typedef long (*call6)(long nr, const long arg[6]);

#ifdef __x86_64__
#define NR_MMAP		SYS_mmap
#define OFFSET(page)	((page) * PAGE_SZ)
#define NR_MMAP_INT80	192		/* mmap2 of 32-bit code */

static long by_syscall(long nr, const long arg[6])
{
	register long r10 asm("r10") = arg[3], r8 asm("r8") = arg[4];
	register long r9 asm("r9") = arg[5];
	long ret;

	asm volatile("syscall" : "=a" (ret)
		     : "a" (nr), "D" (arg[0]), "S" (arg[1]), "d" (arg[2]),
		       "r" (r10), "r" (r8), "r" (r9)
		     : "rcx", "r11", "memory");
	return ret;
}

/* Of 64-bit code it takes the arguments of 32-bit code all the same. */
static long by_int80(long nr, const long arg[6])
{
	long ret;

	asm volatile("pushq %%rbp; movq %7, %%rbp; int $0x80; popq %%rbp"
		     : "=a" (ret)
		     : "a" (nr), "b" (arg[0]), "c" (arg[1]), "d" (arg[2]),
		       "S" (arg[3]), "D" (arg[4]), "r" (arg[5])
		     : "r8", "r9", "r10", "r11", "memory");
	return ret;
}
#else
#define NR_MMAP		SYS_mmap2
#define OFFSET(page)	(page)
#define NR_MMAP_INT80	SYS_mmap2

/* All seven registers are taken: by the one pointer that is on the stack. */
#define CALL(name, insn)						\
long name(long nr, const long arg[6]);					\
asm(#name ":\n"								\
    "	pushl %ebp; pushl %ebx; pushl %esi; pushl %edi\n"		\
    "	movl 20(%esp), %eax; movl 24(%esp), %ebp\n"			\
    "	movl (%ebp), %ebx; movl 4(%ebp), %ecx; movl 8(%ebp), %edx\n"	\
    "	movl 12(%ebp), %esi; movl 16(%ebp), %edi; movl 20(%ebp), %ebp\n" \
    insn								\
    "	popl %edi; popl %esi; popl %ebx; popl %ebp; ret\n")

/* Returns by the landing pad of the vDSO, which pops these three. */
#define VDSO(insn)							\
    "	call 1f; jmp 2f\n"						\
    "1:	pushl %ecx; pushl %edx; pushl %ebp\n" insn "ud2\n2:\n"

CALL(by_int80, "	int $0x80\n");
CALL(by_sysenter, VDSO("	movl %esp, %ebp; sysenter;"));
CALL(by_syscall, VDSO("	movl %ecx, %ebp; syscall;"));
#endif

/* A file of PAGES pages, each with its number at its start. */
static int numbered(void)
{
	int fd = syscall(SYS_memfd_create, "numbered", 0);

	for (long page = 0; fd >= 0 && page < PAGES; page++)
		if (pwrite(fd, &page, sizeof(page), page * PAGE_SZ) !=
		    sizeof(page))
			return -1;
	return fd;
}

/* Is the page at @at mapped? */
static int mapped(char *at)
{
	unsigned char in_core;

	return !mincore(at, PAGE_SZ, &in_core);
}

static int one(call6 call, long nr, char *at, int fd, unsigned int i)
{
	unsigned int pages = 1 + i % 3, page = i % (PAGES - 3);
	const long arg[6] = {
		(long)at, (long)(pages * PAGE_SZ), PROT_READ,
		MAP_SHARED | MAP_FIXED, fd,
		nr == NR_MMAP ? (long)OFFSET(page) : (long)page,
	};

	if (call(nr, arg) != (long)at)
		return fail("mmap() at another place, or none, in %u", i);
	for (unsigned int k = 0; k < pages; k++)
		if (*(long *)(at + k * PAGE_SZ) != (long)(page + k))
			return fail("another file or offset in %u", i);
	if (mapped(at + pages * PAGE_SZ))
		return fail("another length in %u", i);
	/* writing there is what PROT_READ forbids */
	if (read(fd, at, 1) != -1 || errno != EFAULT)
		return fail("another protection in %u", i);
	munmap(at, pages * PAGE_SZ);
	return RES_PASS;
}

static int arguments(call6 call, long nr, unsigned long loops)
{
	char *at = mmap((void *)0x20000000, 8 * PAGE_SZ, PROT_NONE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	int fd = numbered();

	if (fd < 0)
		return fail("memfd: %s", strerror(errno));
	munmap(at, 8 * PAGE_SZ);
	for (unsigned long i = 0; i < loops; i++)
		if (one(call, nr, at, fd, (unsigned int)i))
			return RES_FAIL;
	close(fd);
	return RES_PASS;
}

int args_int80(unsigned long loops)
{
	return arguments(by_int80, NR_MMAP_INT80, loops);
}

int args_syscall(unsigned long loops)
{
#ifdef __i386__
	const char *why = no_syscall32();

	if (why)
		return skip("%s", why);
#endif
	return arguments(by_syscall, NR_MMAP, loops);
}

#ifdef __i386__
int args_sysenter(unsigned long loops)
{
	if (!getauxval(AT_SYSINFO))
		return skip("no vDSO to return through");
	return arguments(by_sysenter, NR_MMAP, loops);
}
#endif
