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

static struct pt_regs *thread_regs(void)
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

void user_leave(long code)
{
	user_switch_back(code);
}

void schedule_tail(void)
{
}
