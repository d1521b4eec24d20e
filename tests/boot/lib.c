// SPDX-License-Identifier: GPL-2.0-only
/* Text, results and small services for the drivers. */
#include <asm/ldt.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

static const char *driver_name = "init";

/* Prefix of say() and fail() from here on. */
void name_driver(const char *name)
{
	driver_name = name;
}

static void put(int fd, const char *buf, size_t len)
{
	while (len) {
		ssize_t n = write(fd, buf, len);

		if (n <= 0)
			return;
		buf += n;
		len -= n;
	}
}

static void vsay(const char *fmt, va_list ap)
{
	char msg[400], line[480];
	int n;

	vsnprintf(msg, sizeof(msg), fmt, ap);
	n = snprintf(line, sizeof(line), "# %s: %s\n", driver_name, msg);
	put(STDOUT_FILENO, line, n);
}

/* Print one KTAP diagnostic line. */
void say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
}

/* Say why, return RES_FAIL: `return fail(...)`. */
int fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
	return RES_FAIL;
}

/* Hand the reason to PID 1, return RES_SKIP: `return skip(...)`. */
int skip(const char *fmt, ...)
{
	char msg[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	put(REASON_FD, msg, strlen(msg));
	return RES_SKIP;
}

/* RES_PASS when @got is @want, else say so. */
int expect(const char *what, unsigned long got, unsigned long want)
{
	if (got == want)
		return RES_PASS;
	return fail("%s: %lu, expected %lu", what, got, want);
}

/* CPUs online now; 1 when that cannot be known. */
int cpu_count(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? n : 1;
}

/* Keep the calling thread on @cpu. 0 or -1. */
int pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set);
}

/*
 * Keep the caller and what it forks on the last CPU: a tracer and its child
 * on two CPUs spend their time waiting for the wake-up interrupt.
 */
void pin_pair(void)
{
	pin_to(cpu_count() - 1);
}

/* Read at most @size - 1 bytes, end them with NUL. -1 when not readable. */
ssize_t read_file(const char *path, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	buf[0] = '\0';
	if (fd < 0)
		return -1;
	while (len < size - 1) {
		n = read(fd, buf + len, size - 1 - len);
		if (n <= 0)
			break;
		len += n;
	}
	close(fd);
	buf[len] = '\0';
	return len;
}

/* Address of a symbol of the kernel, 0 where there is none. */
unsigned long kernel_symbol(const char *want)
{
	FILE *f = fopen("/proc/kallsyms", "r");
	unsigned long addr, found = 0;
	char line[512], name[256];

	while (f && !found && fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx %*c %255s", &addr, name) == 2 &&
		    !strcmp(name, want))
			found = addr;
	if (f)
		fclose(f);
	return found;
}

/* Write @text to an existing file. 0 or -errno. */
int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		err = -errno;
	close(fd);
	return err;
}

/*
 * Value of "key=value" on the kernel command line; the last one wins, as in
 * the kernel. Returns 1 when present.
 */
int cmdline_word(const char *key, char *val, size_t size)
{
	static char line[4096];
	size_t klen = strlen(key);
	char *w, *save;
	int found = 0;

	read_file("/proc/cmdline", line, sizeof(line));
	for (w = strtok_r(line, " \n", &save); w;
	     w = strtok_r(NULL, " \n", &save)) {
		if (strncmp(w, key, klen) || w[klen] != '=')
			continue;
		snprintf(val, size, "%s", w + klen + 1);
		found = 1;
	}
	return found;
}

/* True when the running kernel is older than major.minor. */
int kernel_before(unsigned int major, unsigned int minor)
{
	unsigned int a = 0, b = 0;
	struct utsname u;

	if (uname(&u) || sscanf(u.release, "%u.%u", &a, &b) != 2)
		return 0;
	return a < major || (a == major && b < minor);
}

/* Sum over the CPUs of one line of /proc/interrupts, e.g. "NMI". */
unsigned long irq_count(const char *label)
{
	static char buf[16384];
	char *line, *save, *p, *end;
	unsigned long sum = 0, n;

	read_file("/proc/interrupts", buf, sizeof(buf));
	for (line = strtok_r(buf, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		p = line + strspn(line, " ");
		if (strncmp(p, label, strlen(label)) ||
		    p[strlen(label)] != ':')
			continue;
		p += strlen(label) + 1;
		for (n = strtoul(p, &end, 10); end != p;
		     n = strtoul(p, &end, 10)) {
			sum += n;
			p = end;
		}
	}
	return sum;
}

/* Monotonic time in ns. */
uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + ts.tv_nsec;
}

/* Wait for @pid; RES_PASS when it exits with status @want. */
int wait_status(pid_t pid, int want)
{
	int st;

	if (pid < 0)
		return fail("fork: %s", strerror(errno));
	if (waitpid(pid, &st, 0) != pid)
		return fail("waitpid: %s", strerror(errno));
	if (WIFSIGNALED(st))
		return fail("child ended by signal %d", WTERMSIG(st));
	return expect("child's status", WEXITSTATUS(st), want);
}

/*
 * Write one LDT entry: @limit in bytes (byte granular), DPL 3, read/write
 * data or read/execute code. 0 or -errno.
 */
int ldt_write(unsigned int entry, unsigned int base, unsigned int limit,
	      unsigned int flags)
{
	struct user_desc d;
	long ret;

	memset(&d, 0, sizeof(d));
	d.entry_number = entry;
	d.base_addr = base;
	d.limit = limit;
	d.seg_32bit = !!(flags & LDT_32BIT);
	d.contents = flags & LDT_CODE ? MODIFY_LDT_CONTENTS_CODE : 0;
	d.seg_not_present = !!(flags & LDT_ABSENT);
	ret = syscall(SYS_modify_ldt, 0x11, &d, sizeof(d));
	/* The 64-bit call returns an int in a long: the sign is in bit 31. */
	return (int)ret ? -errno : 0;
}
