// SPDX-License-Identifier: GPL-2.0-only
/* What system calls do: nothing, or something in kernel mode a test asks for. */
#include "image.h"
#include "io.h"
#include <asm/msr.h>

bool want_iret;
bool timer_wanted;
u32 null_calls;
const char *kernel_why;

#define SPINS	100000000u

static void wrong(const char *why)
{
	if (!kernel_why)
		kernel_why = why;
}

u64 sum_args(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
	return a + 3 * b + 5 * c + 7 * d + 11 * e + 13 * f;
}

extern void user_fail(void);

/*
 * On the fast path. Asked for DO_SLOW_EXIT, work comes up while it is under
 * way; for DO_FAST_CX, pt_regs->cx is no more what it returns to.
 */
long sys_null(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
	null_calls++;
	if (udata->what == DO_SLOW_EXIT)
		task.flags |= TIF_SLOW;
	if (udata->what == DO_FAST_CX)
		thread_regs()->cx = (u64)user_fail;
	return (long)sum_args(a, b, c, d, e, f);
}

long sys_exit(long code)
{
	user_leave(code);
}

/* Interrupts are on in here, as in any system call. */
static void wait_for(const u32 *n, u32 was, const char *why)
{
	for (unsigned int i = 0; i < SPINS; i++) {
		if (*(const volatile u32 *)n != was)
			return;
		asm volatile("pause");
	}
	wrong(why);
}

static bool read_faults(u64 addr)
{
	u64 bad = 1;

	asm volatile("1: movq (%1), %%rax; xorl %k0, %k0\n2:\n" EXTABLE(1b, 2b)
		     : "+r" (bad) : "r" (addr) : "rax");
	return bad;
}

static bool div_faults(void)
{
	u32 bad = 1;

	asm volatile("1: divl %1; xorl %0, %0\n2:\n" EXTABLE(1b, 2b)
		     : "+r" (bad) : "r" (0) : "rax", "rdx");
	return bad;
}

static bool ss_faults(void)
{
	u32 bad = 1;

	asm volatile("1: movl %1, %%ss; xorl %0, %0\n2:\n" EXTABLE(1b, 2b)
		     : "+r" (bad) : "r" (LDT_ABSENT_KERNEL));
	return bad;
}

static bool ud2_faults(void)
{
	asm volatile("1: ud2\n2:\n" EXTABLE(1b, 2b));
	return true;
}

static void stac(void)
{
	if (boot_cpu_has(X86_FEATURE_SMAP))
		asm volatile("stac" : : : "memory");
}

static void clac(void)
{
	if (boot_cpu_has(X86_FEATURE_SMAP))
		asm volatile("clac" : : : "memory");
}

/* A data watchpoint, and a write to it. */
static void watch(volatile u64 *at, bool user)
{
	u32 was = seen[AT_VEC + 1].kernel;

	write_dr0((u64)at);
	write_dr7(0x400 | 0xd0001);		/* 8 bytes, writes */
	if (user)
		stac();
	*at = 1;
	if (user)
		clac();
	wait_for(&seen[AT_VEC + 1].kernel, was, "no #DB for a watchpoint");
}

extern void native_load_gs_index(u32 selector);

static void do_nested(void)
{
	u64 passes = nmi_passes;

	nmi_nest = true;
	apic_nmi();
	for (unsigned int i = 0; i < SPINS && nmi_passes < passes + 2; i++)
		asm volatile("pause" : : : "memory");
	if (nmi_passes < passes + 2)
		wrong("no second NMI in the first one");
}

static void do_one(u64 what)
{
	u32 was;

	switch (what) {
	case DO_PF:
		if (!read_faults(USER_HOLE))
			wrong("no #PF");
		break;
	case DO_GP:
		if (!read_faults(1ull << 60))
			wrong("no #GP");
		break;
	case DO_UD:
		ud2_faults();
		break;
	case DO_DE:
		if (!div_faults())
			wrong("no #DE");
		break;
	case DO_SS:
		if (!ss_faults())
			wrong("no #SS");
		break;
	case DO_BP:
		asm volatile("int3");
		break;
	case DO_WATCH:
		watch((u64 *)&udata->watched, false);
		break;
	case DO_WATCH_USER:
		watch((u64 *)(USER_DATA + offsetof(struct user_data, watched)),
		      true);
		break;
	case DO_IRQ:
		was = seen[AT_IRQ].kernel;
		apic_ipi();
		wait_for(&seen[AT_IRQ].kernel, was, "no IPI in kernel mode");
		break;
	case DO_NMI:
		was = seen[AT_VEC + 2].kernel;
		apic_nmi();
		wait_for(&seen[AT_VEC + 2].kernel, was, "no NMI");
		break;
	case DO_NMI_NESTED:
		do_nested();
		break;
	case DO_MC:
		asm volatile("int $18");
		break;
	case DO_GS:
		native_load_gs_index(USER_DS);
		native_load_gs_index(0);
		break;
	case DO_GS_BAD:
		native_load_gs_index(LDT_ABSENT);
		break;
	}
}

/* Those that have to come at the first user instruction: IF stays 0. */
static void do_later(u64 what)
{
	udata->flag = 0;
	if (what == DO_TIMER) {
		timer_wanted = true;
		apic_timer(200);
	} else {
		apic_ipi();
	}
}

long sys_do(u64 what)
{
	if (what == DO_IRQ_LATER || what == DO_TIMER) {
		asm volatile("cli");
		do_later(what);
	} else {
		do_one(what);
	}
	return 0;
}

/* Changes where to and how the system call returns. */
long sys_set(u64 what)
{
	struct pt_regs *regs = thread_regs();

	switch (what) {
	case SET_IRET:
		regs->flags |= FLAGS_RF;
		break;
	case SET_BAD_NP:
		regs->cs = LDT_ABSENT;
		break;
	case SET_BAD_GP:
		regs->cs = USER_DS;
		break;
	case SET_SS16:
		regs->ss = LDT_SS16;
		break;
	case SET_SS16_BAD:
		regs->ss = LDT_SS16;
		regs->cs = LDT_ABSENT;
		break;
	}
	return 0;
}

typedef long (*syscall_fn)(u64, u64, u64, u64, u64, u64);

extern long ptregs_sys_exit(u64, u64, u64, u64, u64, u64);
extern long ptregs_sys_do(u64, u64, u64, u64, u64, u64);
extern long ptregs_sys_set(u64, u64, u64, u64, u64, u64);
long sys_null(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f);

const syscall_fn sys_call_table[NR_max + 1] = {
	[NR_null] = sys_null, [NR_exit] = ptregs_sys_exit,
	[NR_do] = ptregs_sys_do, [NR_set] = ptregs_sys_set,
};

static void irqs(bool on)
{
	if (on)
		asm volatile("sti");
	else
		asm volatile("cli");
}

void syscall_return_slowpath(struct pt_regs *regs)
{
	(void)regs;
	irqs(false);
	task.flags = 0;
}

static void dispatch(struct pt_regs *regs, u64 nr, const u64 a[6])
{
	irqs(true);
	if (nr <= NR_max)
		regs->ax = (u64)sys_call_table[nr](a[0], a[1], a[2], a[3],
						   a[4], a[5]);
	irqs(false);
}

void do_syscall_64(struct pt_regs *regs)
{
	u64 a[6] = {
		regs->di, regs->si, regs->dx, regs->r10, regs->r8, regs->r9,
	};

	seen[AT_SYSCALL64].user++;
	body_check(AT_SYSCALL64);
	dispatch(regs, regs->orig_ax, a);
	syscall_return_slowpath(regs);
}

static void args_32(const struct pt_regs *regs, u64 a[6])
{
	a[0] = (u32)regs->bx;
	a[1] = (u32)regs->cx;
	a[2] = (u32)regs->dx;
	a[3] = (u32)regs->si;
	a[4] = (u32)regs->di;
	a[5] = (u32)regs->bp;
}

void do_int80_syscall_32(struct pt_regs *regs)
{
	u64 a[6];

	seen[AT_INT80].user++;
	body_check(AT_INT80);
	args_32(regs, a);
	dispatch(regs, (u32)regs->orig_ax, a);
}

extern char user32_sysenter_landing[];

/* SYSENTER pushed no address: it always comes from the one place. */
long do_fast_syscall_32(struct pt_regs *regs)
{
	u64 a[6];

	seen[AT_FAST32].user++;
	body_check(AT_FAST32);
	if (!regs->ip)
		regs->ip = (u64)user32_sysenter_landing;
	args_32(regs, a);
	dispatch(regs, (u32)regs->orig_ax, a);
	return !want_iret;
}
