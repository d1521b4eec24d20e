// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults, from user mode and from the kernel's own copies.
 *
 * Rule: #PF pushes an error code; bit 2 says which privilege level faulted.
 * Trigger: first touch of private memory, of a file mapping, of a page shared
 * by fork(); read() into memory not yet there, and into memory that never is.
 * Cannot tell apart: one fault from several on the same page; at least one per
 * page is required (fault-around may map 16 file pages at once).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../guest.h"

#define CHUNK	256UL		/* pages mapped at a time */

static unsigned long minor_faults(void)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return ru.ru_minflt;
}

static char *map_anon(unsigned long pages)
{
	char *p = mmap(NULL, pages * PAGE_SZ, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	/* One page, one fault. */
	madvise(p, pages * PAGE_SZ, MADV_NOHUGEPAGE);
	return p;
}

static int at_least(const char *what, unsigned long got, unsigned long want)
{
	if (got >= want)
		return RES_PASS;
	return fail("%s: %lu, expected at least %lu", what, got, want);
}

int fault_anon(unsigned long loops)
{
	unsigned long before = minor_faults(), i, n, left = loops;
	char *p;

	for (; left; left -= n) {
		n = left < CHUNK ? left : CHUNK;
		p = map_anon(n);
		if (!p)
			return fail("mmap: %s", strerror(errno));
		for (i = 0; i < n; i++) {
			if (p[i * PAGE_SZ])
				return fail("new page is not zero");
			p[i * PAGE_SZ] = 1;
		}
		munmap(p, n * PAGE_SZ);
	}
	return at_least("faults", minor_faults() - before, loops);
}

#ifdef __x86_64__
static int file_pass(int fd, unsigned long round)
{
	unsigned long i, len = CHUNK * PAGE_SZ;
	volatile char *p = mmap(NULL, len, PROT_READ | PROT_WRITE,
				round & 1 ? MAP_SHARED : MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return fail("mmap: %s", strerror(errno));
	for (i = 0; i < CHUNK; i++) {
		if (p[i * PAGE_SZ + 1] != 'x')
			return fail("file page %lu has other data", i);
		p[i * PAGE_SZ] = i;
		if (p[i * PAGE_SZ] != (char)i)
			return fail("write to file page %lu is lost", i);
	}
	munmap((void *)p, len);
	return RES_PASS;
}

/* Read faults on a file's pages, then write faults that copy or dirty them. */
int fault_file(unsigned long loops)
{
	unsigned long before, i, rounds = loops / CHUNK + 1;
	static char page[PAGE_SZ];
	int fd = open("/tmp/fault", O_CREAT | O_RDWR, 0600);

	memset(page, 'x', sizeof(page));
	for (i = 0; i < CHUNK; i++)
		if (write(fd, page, sizeof(page)) != sizeof(page))
			return fail("write: %s", strerror(errno));
	before = minor_faults();
	for (i = 0; i < rounds; i++)
		if (file_pass(fd, i))
			return RES_FAIL;
	close(fd);
	return at_least("faults", minor_faults() - before, rounds * CHUNK / 16);
}

/* After fork() both sides share pages: the child's writes must copy. */
int fault_cow(unsigned long loops)
{
	unsigned long before, i;
	char *p = map_anon(loops);
	pid_t pid;

	if (!p)
		return fail("mmap: %s", strerror(errno));
	for (i = 0; i < loops; i++)
		p[i * PAGE_SZ] = 1;
	pid = fork();
	if (!pid) {
		before = minor_faults();
		for (i = 0; i < loops; i++)
			p[i * PAGE_SZ]++;
		_exit(at_least("faults", minor_faults() - before, loops));
	}
	if (wait_status(pid, RES_PASS))
		return RES_FAIL;
	for (i = 0; i < loops; i++)
		if (p[i * PAGE_SZ] != 1)
			return fail("the child wrote the parent's page %lu", i);
	return RES_PASS;
}

/* #PF while the kernel copies: resolved, then refused through the fixup. */
int fault_kernel(unsigned long loops)
{
	int fd = open("/dev/zero", O_RDONLY);
	unsigned long i, n;
	char *p, *none;

	none = mmap(NULL, PAGE_SZ, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
	if (fd < 0)
		return fail("/dev/zero: %s", strerror(errno));
	for (; loops; loops -= n) {
		n = loops < CHUNK ? loops : CHUNK;
		p = map_anon(n);
		for (i = 0; p && i < n; i++) {
			if (read(fd, p + i * PAGE_SZ, 64) != 64)
				return fail("read: %s", strerror(errno));
			if (read(fd, none, 64) != -1 || errno != EFAULT)
				return fail("read to PROT_NONE works");
		}
		munmap(p, n * PAGE_SZ);
	}
	return RES_PASS;
}
#endif
