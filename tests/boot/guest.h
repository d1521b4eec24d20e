/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's files share: the driver table, results, and a few helpers.
 * Everything here is built twice, for PID 1 (64-bit) and for guest32.
 */
#ifndef GUEST_H
#define GUEST_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <ucontext.h>

#include "../rules/says.h"

/* Exit statuses of a driver's process; others and signals count as failed. */
enum result {
	RES_PASS = 0,
	RES_FAIL = 1,
	RES_SKIP = 77,
	RES_TIMEOUT = 124,	/* PID 1 says so: it had not the time */
};

/* A driver's process writes the reason of a SKIP here, PID 1 reads it. */
#define REASON_FD	3

#define PAGE_SZ		4096UL
#define EFLAGS_TF	0x100UL
#define EFLAGS_NT	0x4000UL
#define EFLAGS_AC	0x40000UL

#ifdef __x86_64__
#define REG_IP		REG_RIP
#define REG_STACK	REG_RSP
#else
#define REG_IP		REG_EIP
#define REG_STACK	REG_ESP
#endif

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#endif

/**
 * struct driver - one way into and out of the kernel
 * @name:	KTAP name, and the word ibrs.work= takes
 * @run:	body; NULL in PID 1 for those that guest32 holds
 * @loops:	iterations at ibrs.loops=100
 * @by_name:	not part of ibrs.work=all
 */
struct driver {
	const char *name;
	int (*run)(unsigned long loops);
	unsigned long loops;
	int by_name;
};

#define D64(name, fn, loops)	int fn(unsigned long loops_);
#define N64(name, fn, loops)	int fn(unsigned long loops_);
#define D32(name, fn, loops)	int fn(unsigned long loops_);
#include "drivers.def"
#undef D64
#undef N64
#undef D32

/* lib.c: results and text. One write() each: lines never mix on the tty. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int skip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int expect(const char *what, unsigned long got, unsigned long want);
void name_driver(const char *name);

/* lib.c: the machine */
int cpu_count(void);
int pin_to(int cpu);
void pin_pair(void);
ssize_t read_file(const char *path, char *buf, size_t size);
int write_file(const char *path, const char *text);
unsigned long kernel_symbol(const char *want);
int cmdline_word(const char *key, char *val, size_t size);
int kernel_before(unsigned int major, unsigned int minor);
unsigned long irq_count(const char *label);
uint64_t now_ns(void);
int wait_status(pid_t pid, int want);

/* drv/ibpb.c: to the instrument; and what several drivers of R15 are */
void tell(enum say what, unsigned long n);
int be_dumpable(int dumpable);	/* this mm is, and says so */
int alone_here(void);			/* SCHED_FIFO on one processor */

/* lib.c: user segments */
int ldt_write(unsigned int entry, unsigned int base, unsigned int limit,
	      unsigned int flags);
#define LDT_32BIT	1u	/* flags of ldt_write(): B or D bit */
#define LDT_CODE	2u
#define LDT_ABSENT	4u
#define LDT_SEL(n)	((n) * 8u + 7u)

/*
 * trap.c: count hardware exceptions by vector. trap_on() makes every fault
 * signal land in a handler that counts its vector, then adds trap_skip to IP.
 */
#define TRAP_VECTORS	32
extern volatile unsigned long trap_count[TRAP_VECTORS];
extern volatile unsigned long trap_skip;
void trap_on(void);
void on_signal(int sig, void (*fn)(int, siginfo_t *, void *));

/* drv/compat.c, 32-bit only */
const char *no_syscall32(void);

/* drv/smp.c, 64-bit only */
int use_cpu(int cpu);
int replug(int cpu);

/* drv/suspend.c, 64-bit only: before each suspend, for the firmware */
int unlock_bios(void);

/* drv/ibpb-exec.c, 64-bit only: this program, as the drivers there exec it */
int ibpb_image(char **argv);

/* trace.c: count system call stops of a child */
int trace_calls(void (*body)(unsigned long), unsigned long loops, long nr,
		unsigned long ncalls);

#endif
