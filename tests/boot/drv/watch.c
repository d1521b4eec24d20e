// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardware breakpoints: #DB from user code and from the kernel's own copies.
 *
 * Rule: a data breakpoint traps after the access at any CPL, an execution
 * breakpoint faults before the instruction (SDM vol. 3, 17.2).
 * Trigger: perf events on one byte; the user writes it, or read() copies to it.
 * watch-entry: on what the entry code itself reads, so that #DB hits there, and
 * its own entry must not read that again: it would start over on the same stack.
 * Cannot tell apart: which instruction of the copy hit. perf counts only the
 * level asked for, so user and kernel hits are exact.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../guest.h"

static volatile char watched[64] __attribute__((aligned(64)));

static int open_watch(unsigned int type, const volatile void *addr, int user,
		      unsigned int len)
{
	struct perf_event_attr a;

	memset(&a, 0, sizeof(a));
	a.size = sizeof(a);
	a.type = PERF_TYPE_BREAKPOINT;
	a.bp_type = type;
	a.bp_addr = (uintptr_t)addr;
	a.bp_len = len;
	a.exclude_user = !user;
	a.exclude_kernel = !!user;
	return syscall(SYS_perf_event_open, &a, 0, -1, -1, 0);
}

static int no_watch(void)
{
	if (errno == ENOSYS || errno == ENOENT || errno == EOPNOTSUPP)
		return skip("kernel without hardware breakpoints");
	return fail("perf_event_open: %s", strerror(errno));
}

static int close_watch(int fd, const char *what, unsigned long want)
{
	uint64_t n = 0;

	if (read(fd, &n, sizeof(n)) != sizeof(n))
		return fail("counter: %s", strerror(errno));
	close(fd);
	return expect(what, n, want);
}

int watch_user(unsigned long loops)
{
	int fd = open_watch(HW_BREAKPOINT_W, watched, 1,
			    HW_BREAKPOINT_LEN_1);
	unsigned long i;

	if (fd < 0)
		return no_watch();
	for (i = 0; i < loops; i++)
		watched[0] = i;
	return close_watch(fd, "user hits", loops);
}

/* One byte is copied, so there is one hit a call, whatever the copy uses. */
int watch_kernel(unsigned long loops)
{
	int fd = open_watch(HW_BREAKPOINT_W, watched, 0,
			    HW_BREAKPOINT_LEN_1);
	int zero = open("/dev/zero", O_RDONLY);
	int p[2];
	unsigned long i;

	if (fd < 0)
		return no_watch();
	if (zero < 0 || pipe(p))
		return fail("no /dev/zero or pipe");
	for (i = 0; i < loops; i++) {
		watched[0] = 1;
		if (read(zero, (void *)watched, 1) != 1 || watched[0])
			return fail("/dev/zero: %s", strerror(errno));
		if (write(p[1], "x", 1) != 1 ||
		    read(p[0], (void *)watched, 1) != 1 || watched[0] != 'x')
			return fail("pipe: %s", strerror(errno));
	}
	return close_watch(fd, "kernel hits", 2 * loops);
}

static void __attribute__((noinline)) target(void)
{
	asm volatile("nop");
}

int watch_exec(unsigned long loops)
{
	int fd = open_watch(HW_BREAKPOINT_X, (void *)target, 1, sizeof(long));
	unsigned long i;

	if (fd < 0)
		return no_watch();
	for (i = 0; i < loops; i++)
		target();
	return close_watch(fd, "hits", loops);
}

static int watch_symbol(const char *name, unsigned long loops)
{
	unsigned long addr = kernel_symbol(name), i;
	uint64_t hits = 0;
	int fd;

	if (!addr)
		return skip("the kernel has no %s", name);
	fd = open_watch(HW_BREAKPOINT_RW, (void *)addr, 0, HW_BREAKPOINT_LEN_8);
	if (fd < 0)
		return no_watch();
	for (i = 0; i < loops; i++)
		syscall(SYS_getppid);
	if (read(fd, &hits, sizeof(hits)) != sizeof(hits))
		return fail("counter: %s", strerror(errno));
	close(fd);
	say("%s: %lu hits in %lu system calls", name, (unsigned long)hits,
	    loops);
	if (hits < loops)
		return fail("entry code does not read %s each time", name);
	return RES_PASS;
}

/* The exit's value first: the entry's may take the machine with it. */
int watch_entry(unsigned long loops)
{
	int ret = watch_symbol("x86_spec_ctrl_base", loops);

	return ret ? ret : watch_symbol("x86_spec_ctrl_kernel", loops);
}
