/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the image know of each other. */
#ifndef IMAGE_H
#define IMAGE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/cpufeature.h>

#include "layout.h"

struct pt_regs {
	u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	u64 orig_ax, ip, cs, flags, sp, ss;
};

struct task {
	u32 flags;
};

/* The page the processor reads comes first; what GS points to. */
struct pcpu {
	u8 tss[PAGE_SIZE];
	u64 rsp_scratch, irq_stack_ptr, espfix_stack, espfix_waddr;
	struct task *current;
	int irq_count;
	u8 pad[PAGE_SIZE - 0x2c];
	u8 irq_stack[2 * PAGE_SIZE];
} __attribute__((aligned(PAGE_SIZE)));

extern struct pcpu pcpu;
extern struct task task;
extern char boot_command_line[];

/* What user programs and the kernel tell each other, at USER_DATA. */
struct user_data {
	u64 resume;		/* where to go on after an expected fault */
	u64 resume_sp;
	u64 loops, what;
	u64 flag;		/* set by the kernel when it is time to go on */
	u64 watched;		/* for watchpoints */
	u64 apic;		/* the APIC page, where user code may use it */
	u64 apic_id;
	u64 nmi_flag;		/* an NMI came in user mode */
	u64 spins;		/* how long a program still waits */
};
extern struct user_data *const udata;	/* the kernel's own mapping of it */

static inline bool from_user(const struct pt_regs *regs)
{
	return regs->cs & 3;
}

/* --- con.c --- */
void con_init(void);
__attribute__((format(printf, 1, 2))) void print(const char *fmt, ...);

/* --- ktap.c: results, and the ways the run ends --- */
enum { END_PASS = 16, END_FAIL, END_ERROR };
void ktap_plan(unsigned int n);
/* One case; @why is the reason when it failed. */
void ktap_case(const char *phase, const char *name, const char *why);
void ktap_skip(const char *phase, const char *name, const char *why);
bool ktap_failed(void);			/* a case, so far */
void ktap_off_only(void);			/* it has not been tried on */
__attribute__((noreturn)) void ktap_end(void);
/* No verdict can be had: says why and ends the run. */
__attribute__((noreturn)) void ktap_error(const char *why);
/* The test under way cannot be left in order: it fails, the run ends. */
__attribute__((noreturn)) void ktap_die(const char *why, const struct pt_regs *);

/* --- cmdline.c --- */
const char *option(const char *name);	/* the value behind "name=", or NULL */
u64 option_num(const char *name, u64 def);
bool option_is(const char *name, const char *value);
void cmdline_load(u32 loader, u64 info);
/* Ends the run where a word or its value is none of the image's. */
void cmdline_check(void);

/* --- alternative.c --- */
/* Patch every site for these features; the others get their original. */
void alternative_instructions(u64 features);
unsigned int alternative_sites(unsigned int feature);

/* --- cpu.c, paging.c: set up once --- */
void cpu_features(void);
void cpu_init(void);
void cpu_load_entries(bool pti);
void gate_dpl(unsigned int vec, unsigned int dpl);
const char *cpu_name(void);
bool cpu_is_tcg(void);
const char *hypervisor_name(void);
void paging_init(void);
void *cea(u64 offset);

/* --- apic.c --- */
void apic_init(void);
void apic_eoi(void);
void apic_ipi(void);			/* VEC_IPI to self */
void apic_nmi(void);
void apic_timer(u64 microseconds);	/* one shot; 0 stops it */
bool apic_has_page(void);
u32 apic_id(void);
bool apic_timer_is_over(void);
extern bool timer_wanted;		/* by a test; else it is the watchdog's */

/* --- watchdog.c --- */
void watchdog_init(void);
void watchdog_feed(void);
bool watchdog_barks(void);
bool watchdog_timer_barks(void);

/* --- traps.c --- */
enum path {
	AT_SYSCALL64, AT_FAST32, AT_INT80, AT_IRQ, AT_TIMER,
	AT_VEC,					/* and the vector */
	AT_NR = AT_VEC + 32,
};
struct seen {
	u32 user, kernel, bad_iret, body_bad;
	u64 lost;		/* bits of base, in a handler */
};
extern struct seen seen[AT_NR];
void seen_reset(void);
extern u64 nmi_passes;
extern bool nmi_nest;		/* the next NMI handler sends an NMI */
extern bool db_clear_tf;
/* Reads IA32_SPEC_CTRL where the rules say it is set. */
void body_check(enum path at);

/* --- microcode.c --- */
/* Takes IBRS away where Intel took the microcode back. After cpu_init(). */
void microcode_check(void);

/* --- mode.c: is IBRS in use --- */
bool mode_on(void);
/* NULL, or why IBRS cannot be used here. */
const char *mode_choose(void);
void mode_set(bool on, bool retpoline);
u64 mode_kernel_value(void);
/* Of IA32_SPEC_CTRL: rules.txt has it, the series has not. */
#define SPEC_CTRL_SSBD	(1ull << 2)
/* R6, in words: @lost is what differs from base, and not IBRS. */
const char *mode_base_lost(u64 lost);

/* --- kernel.c: what system calls do --- */
enum what_do {
	DO_NOTHING, DO_PF, DO_GP, DO_UD, DO_BP, DO_WATCH, DO_WATCH_USER,
	DO_IRQ, DO_IRQ_LATER, DO_TIMER, DO_NMI, DO_NMI_NESTED, DO_MC, DO_GS,
	DO_GS_BAD, DO_SLOW_EXIT, DO_FAST_CX, DO_DE, DO_SS,
};
u64 sum_args(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f);
extern u32 null_calls;
extern bool want_iret;		/* of 32-bit fast system calls */
extern const char *kernel_why;	/* first thing that went wrong there */

/* --- run.c: user programs --- */
struct program {
	void (*entry)(void);
	bool compat;
};
/* Of the program: at the top of the thread stack. */
struct pt_regs *thread_regs(void);
/* Runs it to its NR_exit; returns the code it gave. */
long user_run(struct program p, u64 loops, u64 what);
/*
 * The same for a test, which returns NULL or why it failed: a register, what
 * system calls met in kernel mode, or IA32_SPEC_CTRL in a handler.
 */
const char *run64(void (*prog)(void), u64 loops, u64 what);
const char *run32(void (*prog)(void), u64 loops, u64 what);
/* And then a count. @why is what the run gave; it comes first. */
const char *exactly(const char *why, const u32 *got, u64 want,
		    const char *text);
const char *at_least(const char *why, const u32 *got, u64 want,
		     const char *text);
__attribute__((noreturn)) void user_leave(long code);
bool running_compat(void);

/* --- step.c: every instruction of a path, by #DB --- */
struct step_result {
	u32 insns, in, out, rd, wr;
	const char *why;		/* first broken rule, or NULL */
	const char *also[6];		/* others, NULL behind the last */
	u64 at;
};
/* Step through the next pass from @entry on. */
void step_arm(void (*entry)(void));
bool step_active(void);
void step_event(struct pt_regs *regs, u64 found);
const struct step_result *step_done(void);
/* Says how often each rule was asked. */
void step_counts(void);

/* --- measure.c --- */
void measure_all(bool ibrs, bool pti);

/* --- tests --- */
struct test {
	const char *name;
	const char *(*run)(u64 loops);	/* NULL, or why it failed */
	void (*entry)(void);		/* stepped from here, if any */
};
#define SKIPPED	"SKIP "			/* a reason that begins so skips */
#define TEST(id, title, fn, from)					\
	static const struct test test_##id				\
	__attribute__((section(".tests"), used, aligned(8))) =		\
	{ title, fn, from }
/* One run, and a count of what came: exactly, or at_least, so many. */
#define COUNTED(id, title, how, run, count, want, from)			\
static const char *id(u64 loops)					\
{									\
	return how(run, count, want, "not every one came, or not "	\
		   "from there");					\
}									\
TEST(id, title, id, from)
#define FROM_USER(at)	(&seen[at].user)
#define FROM_KERNEL(at)	(&seen[at].kernel)

#endif
