// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handlers of interrupts and exceptions. Each counts what it sees, reads
 * IA32_SPEC_CTRL, and goes on where the program or the kernel says; what was
 * not expected ends the run.
 */
#include <asm/msr.h>

#include "image.h"
#include "io.h"

struct seen seen[AT_NR];
u64 nmi_passes;
bool nmi_nest;

/* No test takes so many; a fault that comes again and again does. */
#define TOO_MANY	100000000u

void seen_reset(void)
{
	__builtin_memset(seen, 0, sizeof(seen));
	nmi_passes = 0;
}

static void count(enum path at, const struct pt_regs *regs)
{
	u32 *n = from_user(regs) ? &seen[at].user : &seen[at].kernel;

	if (++*n > TOO_MANY)
		ktap_die("the same event without an end", regs);
	body_check(at);
}

struct pt_regs *sync_regs(struct pt_regs *eregs)
{
	struct pt_regs *regs = thread_regs();

	if (regs != eregs)
		*regs = *eregs;
	return regs;
}

struct bad_iret_stack {
	void *ret;
	struct pt_regs regs;
};

/* Moves the frame to where an entry from user mode would have put it. */
struct bad_iret_stack *fixup_bad_iret(struct bad_iret_stack *s)
{
	struct bad_iret_stack *new =
		(struct bad_iret_stack *)(CEA_BASE + CEA_tss) - 1;
	struct bad_iret_stack copy = *s;

	__builtin_memcpy(&copy.regs.ip, (void *)s->regs.sp, 5 * 8);
	if (!from_user(&copy.regs))
		ktap_die("IRET to the kernel faulted", &s->regs);
	*new = copy;
	seen[AT_VEC].bad_iret++;
	return new;
}

void prepare_exit_to_usermode(struct pt_regs *regs)
{
	(void)regs;
}

struct extable {
	s32 insn, fixup, handler;
};
extern const struct extable __start___ex_table[], __stop___ex_table[];

static bool fixup(struct pt_regs *regs)
{
	const struct extable *e;

	for (e = __start___ex_table; e < __stop___ex_table; e++) {
		if ((u64)&e->insn + (u64)(int64_t)e->insn != regs->ip)
			continue;
		regs->ip = (u64)&e->fixup + (u64)(int64_t)e->fixup;
		return true;
	}
	return false;
}

/* A user program said where to go on; its stack may have been a bad one. */
static void resume(struct pt_regs *regs)
{
	if (!udata->resume)
		ktap_die("a fault in user mode nobody asked for", regs);
	regs->ip = udata->resume;
	regs->sp = udata->resume_sp;
	regs->cs = running_compat() ? USER32_CS : USER_CS;
	regs->ss = USER_DS;
}

static void fault(unsigned int vec, struct pt_regs *regs)
{
	count(AT_VEC + vec, regs);
	if (from_user(regs))
		resume(regs);
	else if (!fixup(regs))
		ktap_die("a fault in kernel mode nobody asked for", regs);
}

#define FAULT(name, vec)						\
void name(struct pt_regs *regs, long code);				\
void name(struct pt_regs *regs, long code)				\
{									\
	(void)code;							\
	fault(vec, regs);						\
}
FAULT(do_divide_error, 0)
FAULT(do_invalid_op, 6)
FAULT(do_segment_not_present, 11)
FAULT(do_stack_segment, 12)
FAULT(do_general_protection, 13)
FAULT(do_page_fault, 14)

void do_IRQ(struct pt_regs *regs)
{
	count(AT_IRQ, regs);
	udata->flag = 1;
	apic_eoi();
}

static const char barked[] = "the watchdog: a test did not come to its end";

void smp_apic_timer_interrupt(struct pt_regs *regs)
{
	apic_eoi();
	if (watchdog_timer_barks())
		ktap_die(barked, regs);
	if (!timer_wanted)
		return;			/* spurious, or fed just in time */
	count(AT_TIMER, regs);
	udata->flag = 1;
	watchdog_feed();
	timer_wanted = false;
}

static bool on_debug_stack(u64 sp)
{
	return sp >= CEA_BASE + CEA_db_stack &&
	       sp < CEA_BASE + CEA_db_stack + 2 * EXCEPTION_STKSZ;
}

/* What an IST entry found must be what the register had, bit 0 aside. */
static void check_found(enum path at, u64 found)
{
	if (mode_on())
		seen[at].lost |= (found | 1) ^ mode_kernel_value();
}

void do_debug(struct pt_regs *regs, long code, u64 found)
{
	u64 dr6 = read_dr6();
	enum path at = AT_VEC + 1;

	(void)code;
	write_dr6(0xffff0ff0);
	if (!from_user(regs)) {
		check_found(at, found);
		if (step_active()) {
			body_check(at);
			step_event(regs, found);
			return;
		}
	}
	count(at, regs);
	if (from_user(regs))
		regs->flags &= ~(u64)FLAGS_TF;
	if (dr6 & 1)
		write_dr7(0x400);
}

void do_int3(struct pt_regs *regs, long code, u64 found)
{
	(void)code;
	if (!from_user(regs))
		check_found(AT_VEC + 3, found);
	count(AT_VEC + 3, regs);
}

/*
 * The #BP unmasks NMIs. It must not be taken where the interrupted code is
 * on the stack #BP would use: v4.15 loads another IDT for that.
 */
void do_nmi(struct pt_regs *regs, long code)
{
	(void)code;
	if (watchdog_barks())
		ktap_die(barked, regs);
	count(AT_VEC + 2, regs);
	nmi_passes++;
	if (from_user(regs))
		udata->nmi_flag = 1;
	if (!nmi_nest || on_debug_stack(regs->sp))
		return;
	nmi_nest = false;
	asm volatile("int3");
	apic_nmi();
}

#define MCG_STATUS	0x17a
#define MCG_CAP		0x179
#define MCIP		4ull

/* Entered by INT 18, or for a check that somebody injected. */
void do_mce(struct pt_regs *regs, long code, u64 found)
{
	u64 banks;

	(void)code;
	if (!from_user(regs))
		check_found(AT_VEC + 18, found);
	count(AT_VEC + 18, regs);
	if (!(rdmsr64(MCG_STATUS) & MCIP))
		return;
	if (!cpu_is_tcg())
		ktap_die("a machine check of the machine's own", regs);
	banks = rdmsr64(MCG_CAP) & 0xff;
	for (u32 i = 0; i < banks; i++)
		wrmsrl(0x401 + 4 * i, 0);
	wrmsrl(MCG_STATUS, 0);
}

extern char native_irq_return_iret[], general_protection[];

/*
 * IRET faulted on the espfix stack, where no fault can be delivered: write
 * the frame of a #GP from the user's place, and return into its entry.
 */
void do_double_fault(struct pt_regs *regs, long code, u64 found)
{
	struct pt_regs *gp = (struct pt_regs *)(CEA_BASE + CEA_tss) - 1;

	(void)code;
	check_found(AT_VEC + 8, found);
	count(AT_VEC + 8, regs);
	if (regs->sp >> 39 != ESPFIX_BASE >> 39 ||
	    regs->ip != (u64)native_irq_return_iret)
		ktap_die("double fault", regs);
	__builtin_memmove(&gp->ip, (void *)regs->sp, 5 * 8);
	gp->orig_ax = 0;
	regs->ip = (u64)general_protection;
	regs->sp = (u64)&gp->orig_ax;
}
