// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every instruction of a path, by #DB.
 *
 * Rule: R1, R2, R4 to R7, R11 and R13 of Documentation/rules.txt, as far as
 * they show between two instructions.
 * Triggered by: a breakpoint on the first instruction of an entry point, from
 * where TF steps. The paranoid entry of #DB gives what IA32_SPEC_CTRL held at
 * each instruction, the code at RIP says what is next. A call into C is not
 * stepped: a breakpoint waits where it returns to.
 * Cannot tell apart: where CR3 and memory accesses go (R8; of R7 only loads by
 * MOV are seen), a fence ahead of the branch from one behind it, and the legs
 * that no path takes (R13); #DB, #BP and NMI entries, whose stacks a #DB would
 * share or unmask, and two events in one.
 */
#include <asm/ibrs.h>

#include "image.h"
#include "io.h"
#include "rules/decode.h"
#include "rules/parts.h"
#include "rules/rules.h"

#define ON		0x400ull
#define EXEC_0		(ON | 1)
#define MAX_INSN	15	/* bytes; how many it has is not asked */

extern char __entry_text_start[], __irqentry_text_end[];
extern char __x86_indirect_thunk_rax[], __x86_indirect_thunk_end[];

static bool active;
static struct step_result r;
static bool was_set, written, fenced, has_user_leg, bad_iret;
static u64 start;
/* How often each rule was asked, and each part of one. */
static u64 judged[NR_RULES], judged_part[NR_PARTS];

static void asked(unsigned int rule, enum rule_part part)
{
	judged[rule]++;
	if (part < NR_PARTS)
		judged_part[part]++;
}

static void bad(u64 ip, const char *why)
{
	unsigned int i = 0;

	if (!r.why) {
		r.why = why;
		r.at = ip;
		return;
	}
	while (i < 5 && r.also[i] && r.also[i] != why)
		i++;
	if (why != r.why && i < 5)
		r.also[i] = why;
}

void step_counts(void)
{
	static const struct {
		unsigned int rule;
		const char *name;
	} part[] = {
#define PART(rule, id, name) { rule, name },
#include "rules/parts.def"
#undef PART
	};

	for (unsigned int i = 1; i < NR_RULES; i++)
		if (judged[i])
			print("# judged R%u %lu\n", i, judged[i]);
	for (unsigned int p = 0; p < NR_PARTS; p++)
		if (judged_part[p])
			print("# judged R%u:%s %lu\n", part[p].rule, part[p].name,
			      judged_part[p]);
}

bool step_active(void)
{
	return active;
}

void step_arm(void (*entry)(void))
{
	extern void entry_SYSCALL_64(void), machine_check(void);
	u64 at = (u64)entry;

	if (entry == entry_SYSCALL_64 && boot_cpu_has(X86_FEATURE_PTI))
		at = CEA_BASE + CEA_trampoline;
	r = (struct step_result){ 0 };
	was_set = bad_iret = written = fenced = false;
	has_user_leg = entry == machine_check;
	active = true;
	write_dr0(at);
	write_dr7(EXEC_0);
}

const struct step_result *step_done(void)
{
	if (active && r.insns)
		bad(0, "the path was not stepped to its end");
	active = false;
	write_dr7(ON);
	return &r;
}

static bool in_entry(u64 ip)
{
	return (ip >= (u64)__entry_text_start &&
		ip < (u64)__irqentry_text_end) ||
	       (ip >= (u64)__x86_indirect_thunk_rax &&
		ip < (u64)__x86_indirect_thunk_end) ||
	       (ip >= CEA_BASE && ip < CEA_BASE + CEA_END);
}

static void msr_access(const struct pt_regs *regs, unsigned int cls)
{
	if (!mode_on())
		asked(RULE_11, NR_PARTS);
	if ((cls != I_WRMSR && cls != I_RDMSR) ||
	    (u32)regs->cx != MSR_IA32_SPEC_CTRL)
		return;
	if (cls == I_WRMSR)
		r.wr++;
	else
		r.rd++;
	if (!mode_on())
		bad(regs->ip, "R11: an access of IA32_SPEC_CTRL with IBRS off");
}

/* What base does not have cannot be lost. */
static void judge_base(u64 ip, u64 found)
{
	u64 want = mode_kernel_value(), lost = (found | SPEC_CTRL_IBRS) ^ want;

	judged[RULE_6]++;
	judged_part[PART_R6_stibp] += !!(want & SPEC_CTRL_STIBP);
	judged_part[PART_R6_ssbd] += !!(want & SPEC_CTRL_SSBD);
	judged_part[PART_R6_high] += !!(want >> 32);
	if (lost)
		bad(ip, mode_base_lost(lost));
}

static void judge(const struct pt_regs *regs, u64 found, unsigned int cls)
{
	bool set = found & SPEC_CTRL_IBRS;

	judge_base(regs->ip, found);
	if (set && !was_set && written)
		bad(regs->ip, "R5:crossing: set again after it was cleared");
	written |= was_set && !set;
	was_set = set;
	if (set)
		return;
	if (written)
		r.out++;
	else
		r.in++;
	asked(RULE_1, NR_PARTS);
	asked(RULE_7, NR_PARTS);
	if (insn_is_indirect(cls))
		bad(regs->ip, "R1: an indirect branch or RET, unprotected");
	if (regs->flags & FLAGS_IF)
		bad(regs->ip, "R7: interrupts are on, unprotected");
}

/*
 * Entered from the kernel, this is the leg that an entry from user mode can be
 * predicted to take. The user's page tables excuse it, but where an RDMSR has
 * been made: the kernel's were loaded before.
 */
static bool owes_fence(void)
{
	return mode_on() && (start & SPEC_CTRL_IBRS) && !fenced &&
	       (r.rd || !boot_cpu_has(X86_FEATURE_PTI));
}

/* MOV of a variable, by its address or relative to RIP. */
static bool loads_variable(const u8 *p)
{
	p += (*p & 0xf0) == 0x40;		/* REX */
	return *p == 0x8b && ((p[1] & 0xc7) == 0x05 ||
			      ((p[1] & 0xc7) == 0x04 && p[2] == 0x25));
}

static void judge_leg(const struct pt_regs *regs, unsigned int cls)
{
	bool write = cls == I_WRMSR && (u32)regs->cx == MSR_IA32_SPEC_CTRL;

	if ((insn_is_indirect(cls) && (start & SPEC_CTRL_IBRS)) ||
	    (write && has_user_leg))
		asked(RULE_13, NR_PARTS);
	if (insn_is_indirect(cls) && owes_fence())
		bad(regs->ip, "R13: a branch on the kernel leg, unfenced");
	if (write && has_user_leg && !r.rd && !fenced)
		bad(regs->ip, "R13: the user leg of an IST event is not fenced");
	if (r.rd && !fenced && loads_variable((const u8 *)regs->ip))
		bad(regs->ip, "R7: the entry of an IST event loads a variable");
	fenced |= write || cls == I_LFENCE;
}

/*
 * The handler of an IRET that faults: with an error code above the frame, which
 * says "kernel", and the bit clear.
 */
static bool is_bad_iret(const struct pt_regs *regs)
{
	extern void segment_not_present(void), general_protection(void);
	const u64 *frame = (const u64 *)regs->sp + 1;

	return (regs->ip == (u64)segment_not_present ||
		regs->ip == (u64)general_protection) && !(frame[1] & 3) &&
	       mode_on() && !(start & SPEC_CTRL_IBRS);
}

static void at_start(const struct pt_regs *regs, u64 found)
{
	start = found;
	bad_iret = is_bad_iret(regs);
	was_set = mode_on() && (found & SPEC_CTRL_IBRS);
}

static void check_user_end(u64 ip, u64 found)
{
	asked(RULE_2, NR_PARTS);
	asked(RULE_5, PART_R5_crossing);
	if (bad_iret)
		asked(RULE_3, PART_R3_bad_iret);
	if (start & SPEC_CTRL_IBRS)
		bad(ip, "R2: was set in user mode");
	if (found & SPEC_CTRL_IBRS)
		bad(ip, "R2: set at the way out to user mode");
	if (r.wr != 2)
		bad(ip, bad_iret ? "R3:bad-iret R5:crossing: not one WRMSR in and one out" :
		    "R5:crossing: not one WRMSR in and one out");
}

/* Of those that are stepped #MC is the one on a stack of its own. */
static void check_kernel_end(u64 ip, u64 found)
{
	bool ist = has_user_leg;

	asked(RULE_3, ist ? PART_R3_ist : PART_R3_interrupt);
	asked(RULE_5, ist ? PART_R5_ist : PART_R5_crossing);
	if (bad_iret)
		bad(ip, "R3:bad-iret: the fault of an IRET goes back to the kernel");
	if (found != start)
		bad(ip, ist ? "R3:ist: not restored to what it was at delivery" :
		    "R3:interrupt: not as it was at delivery");
	if (r.wr > (start & SPEC_CTRL_IBRS ? 0 : 2))
		bad(ip, ist ? "R5:ist: more writes than an event may make" :
		    "R5:crossing: more writes than an event may make");
}

/* The instruction at RIP leaves: to user mode the bit has to be clear. */
static void at_end(struct pt_regs *regs, u64 found, unsigned int cls)
{
	const u64 *frame = (const u64 *)regs->sp;
	bool user = cls == I_SYSRET || (frame[1] & 3);

	if (mode_on())
		(user ? check_user_end : check_kernel_end)(regs->ip, found);
	active = false;
	write_dr7(ON);
	regs->flags &= ~(u64)FLAGS_TF;
}

void step_event(struct pt_regs *regs, u64 found)
{
	const u8 *p = (const u8 *)regs->ip;
	unsigned int cls;

	regs->flags &= ~(u64)FLAGS_TF;
	write_dr7(ON);
	if (!in_entry(regs->ip)) {
		if (mode_on() && (start & SPEC_CTRL_IBRS))
			asked(RULE_13, NR_PARTS);
		if (owes_fence())
			bad(regs->ip, "R13: a call on the kernel leg, unfenced");
		/* in C: go on where it returns to */
		write_dr0(*(const u64 *)regs->sp);
		write_dr7(EXEC_0);
		return;
	}
	if (!r.insns)
		at_start(regs, found);
	r.insns++;
	cls = decode_insn(p, MAX_INSN).cls;
	msr_access(regs, cls);
	if (mode_on()) {
		judge(regs, found, cls);
		judge_leg(regs, cls);
	}
	if (cls == I_IRET || cls == I_SYSRET) {
		at_end(regs, found, cls);
		return;
	}
	if (*p == 0x9c || *p == 0x9d) {
		/* PUSHF and POPF would keep or lose TF: over it */
		write_dr0(regs->ip + 1);
		write_dr7(EXEC_0);
		return;
	}
	regs->flags |= FLAGS_TF;
}
