// SPDX-License-Identifier: GPL-2.0-only
/*
 * User programs. Each runs on the thread stack, starts at ret_from_fork as a
 * new task does, and ends in a system call that comes back here.
 */
#include "image.h"

/* @regs: on the thread stack. Returns when user_switch_back() is called. */
long user_switch(struct pt_regs *regs);
__attribute__((noreturn)) void user_switch_back(long code);

asm(".text\n"
    ".type user_switch, @function\n"
    "user_switch:\n"
    "	pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"
    "	movq %rsp, user_switch_rsp(%rip)\n"
    "	movq %rdi, %rsp\n"
    "	jmp ret_from_fork\n"
    ".type user_switch_back, @function\n"
    "user_switch_back:\n"
    "	cli\n"
    "	movq user_switch_rsp(%rip), %rsp\n"
    "	movq %rdi, %rax\n"
    "	popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp\n"
    "	ret\n"
    ".local user_switch_rsp\n.comm user_switch_rsp, 8, 8\n");

static bool compat;

bool running_compat(void)
{
	return compat;
}

struct pt_regs *thread_regs(void)
{
	u64 top;

	__builtin_memcpy(&top, pcpu.tss + TSS_sp1, 8);
	return (struct pt_regs *)top - 1;
}

long user_run(struct program p, u64 loops, u64 what)
{
	struct pt_regs *regs = thread_regs();

	*regs = (struct pt_regs){
		.ip = (u64)p.entry, .cs = p.compat ? USER32_CS : USER_CS,
		.flags = FLAGS_FIXED | FLAGS_IF, .ss = USER_DS,
		.sp = USER_STACK_TOP - 64, .orig_ax = (u64)-1,
	};
	compat = p.compat;
	udata->loops = loops;
	udata->what = what;
	udata->flag = 0;
	udata->resume_sp = regs->sp;
	kernel_why = NULL;
	task.flags = 0;
	return user_switch(regs);
}

static const char *code(long ret)
{
	switch (ret) {
	case 0:
		return NULL;
	case 15:
		return "wrong result, or arguments were lost";
	case 16:
		return "wrong stack segment";
	case 17:
		return "waited in vain in user mode";
	case 18:
		return "half of the stack pointer was lost";
	}
	return "a register was not kept (user64.S has their numbers)";
}

static const char *run_code(struct program p, u64 loops, u64 what)
{
	const char *why;

	seen_reset();
	why = code(user_run(p, loops, what));
	if (why)
		return why;
	if (kernel_why)
		return kernel_why;
	for (unsigned int i = 0; i < AT_NR; i++) {
		if (seen[i].lost)
			return mode_base_lost(seen[i].lost);
		if (seen[i].body_bad)
			return "IBRS was not set in a handler";
	}
	return NULL;
}

const char *run64(void (*prog)(void), u64 loops, u64 what)
{
	return run_code((struct program){ prog, false }, loops, what);
}

const char *run32(void (*prog)(void), u64 loops, u64 what)
{
	return run_code((struct program){ prog, true }, loops, what);
}

const char *exactly(const char *why, const u32 *got, u64 want, const char *text)
{
	if (why || *got == want)
		return why;
	print("# %u of %lu\n", *got, want);
	return text;
}

const char *at_least(const char *why, const u32 *got, u64 want,
		     const char *text)
{
	return *got > want ? why : exactly(why, got, want, text);
}

void user_leave(long code)
{
	user_switch_back(code);
}

void schedule_tail(void)
{
}
