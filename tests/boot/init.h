/* SPDX-License-Identifier: GPL-2.0-only */
/* What PID 1's files share. */
#ifndef INIT_H
#define INIT_H

#include "guest.h"

#define VULN_DIR	"/sys/devices/system/cpu/vulnerabilities/"

struct tally {
	unsigned int pass, fail, skip, nr;
	unsigned int timeout;		/* of those that failed */
	unsigned int quiet;		/* ... when nothing was to be printed */
};

/* facts.c */
void print_fact(const char *name, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void print_facts_before(void);
void print_facts_after(void);
int print_kallsyms(void);
void choice_case(void);
void kmsg_open(void);
void kmsg_drain(void);
void kmsg_taints(void);
unsigned long kmsg_bad_lines(void);
unsigned long kmsg_late_lines(void);	/* of these, what a slow host does too */
int unwind_wanted(void);
void unwind_case(void);

/* runner.c */
extern struct tally tally;
extern int quiet;		/* drivers print no case */
void runner_init(void);
void run_driver(const struct driver *d, unsigned long percent);
void run_program(const char *name, char *const argv[], unsigned int seconds);
#define PROGRAM_LOG	"/tmp/program.log"	/* what run_program() leaves */
void result_line(enum result res, const char *name, const char *reason);
void plan_line(unsigned int n);

/* end.c */
void kexec_case(void);
/* next.c: the same kernel with spectre_v2=@mode, loaded for kexec. 0 or -errno. */
int load_next_kernel(const char *mode);
const char *ending(void);
void end_machine(void) __attribute__((noreturn));

/* selftests.c */
unsigned int selftests_count(void);
void run_selftests(void);

/* bench.c */
unsigned int bench_count(void);
void run_bench(void);

/* selfcheck.c */
int selfcheck_wanted(void);
void selfcheck_case(int all);

/* soak.c */
unsigned int soak_count(void);
void run_soak(unsigned int seconds);

/* smc.c */
unsigned int smc_count(void);
void run_smc(void);

#endif
