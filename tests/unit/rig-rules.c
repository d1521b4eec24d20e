// SPDX-License-Identifier: GPL-2.0-only
/*
 * The judge against streams made by hand: for each rule one that holds and
 * at least one that breaks it.  A stream that should break a rule must break
 * it by the kind named here and nothing else, so a judge that is blind or
 * that shouts fails either way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "rules.h"

#define K(x)	(0xffffffff81000000ull + (x))
#define USER_RIP	0x401000ull
#define LSTAR_RIP	K(0x100)
#define IRET_RIP	K(0x500)
#define NMI_RIP		K(0x600)
#define DB_RIP		K(0x700)
#define PF_RIP		K(0x800)
#define GP_RIP		K(0x900)
#define DF_RIP		K(0xa00)
#define NMI_FRAME	0xfffffe0000003fd8ull
#define DB_FRAME	0xfffffe0000007fd8ull
#define DF_FRAME	0xfffffe0000001fd8ull
#define STACK	0xffffc90000003f00ull
#define BASE	0x100000006ull

static struct judge_cfg cfg;
static struct judge j;

static void insn(uint64_t rip, unsigned int cls)
{
	struct insn_ev i = { .rip = rip, .cls = (uint8_t)cls };

	judge_insn(&j, &i);
}

static void wr(uint64_t val)
{
	insn(K(0x20), I_WRMSR);
	judge_wrmsr(&j, K(0x20), val, S_ENTRY);
}

static void set(void)
{
	wr(j.base | 1);
}

static void clear(void)
{
	wr(j.base);
}

static void rd(void)
{
	insn(K(0x30), I_RDMSR);
	judge_rdmsr(&j, K(0x30), j.msr, S_ENTRY);
}

static void syscall_in(void)
{
	struct enter_ev e = {
		.rip = LSTAR_RIP, .cls = E_SYSCALL64, .sp = 0x7fff0000,
	};

	judge_enter(&j, &e);
	insn(LSTAR_RIP, I_SWAPGS);
}

static void sysret(void)
{
	insn(K(0x40), I_SYSRET);
	judge_sysret(&j, K(0x40), L_SYSRET);
}

static void user(void)
{
	judge_user(&j, USER_RIP);
}

static void body(void)
{
	judge_block(&j, K(0x10000), 0, true);
	judge_block(&j, K(0x10010), I_RET, true);
}

/* An IDT entry with hardware frame at @sp. */
static void idt(unsigned int vec, uint64_t rip, uint64_t sp, bool ist,
		struct frame fr, bool saved_entry)
{
	struct enter_ev e = {
		.rip = rip, .sp = sp, .vec = (uint8_t)vec, .idt = true,
		.cls = (uint8_t)path_of_vector(vec), .ist = ist, .fr = fr,
		.saved_entry = saved_entry,
	};

	judge_enter(&j, &e);
	insn(rip, I_OTHER);
}

static struct frame at_user(void)
{
	return (struct frame){ USER_RIP, 0x33, 0x202, 0x7fff0000, 0x2b };
}

static struct frame at_kernel(uint64_t rip)
{
	return (struct frame){ rip, 0x10, 0x2, STACK, 0x18 };
}

static void iret(uint64_t sp, struct frame to)
{
	insn(IRET_RIP, I_IRET);
	judge_iret(&j, IRET_RIP, sp, &to);
}

/* A processor armed at boot that has gone to user mode once. */
static void boot(uint64_t msr)
{
	judge_init(&j, &cfg, msr);
	judge_wrmsr(&j, K(0x20000), msr | 1, S_OTHER);
	clear();
	iret(STACK, at_user());
	user();
}

static void good_syscall(void)
{
	syscall_in();
	set();
	insn(K(0x60), I_ICALL);
	body();
	clear();
	sysret();
	user();
}

static void nmi_kernel(bool restore)
{
	struct frame fr = at_kernel(K(0x10000));

	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x31), I_LFENCE);
	insn(K(0x61), I_CALL);
	insn(K(0x62), I_RET);
	if (restore)
		set();
	iret(NMI_FRAME - 0x80, fr);
}

static void nmi_window(uint64_t rip, bool saved_entry, bool restore)
{
	struct frame fr = at_kernel(rip);

	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, saved_entry);
	judge_nmi_pass(&j);
	rd();
	set();
	insn(K(0x62), I_RET);
	if (restore)
		clear();
	iret(NMI_FRAME - 0x80, fr);
}

/* --- streams that hold --- */
static void ok_syscalls(void)
{
	good_syscall();
	good_syscall();
}

static void ok_nmi_protected(void)
{
	syscall_in();
	set();
	nmi_kernel(false);
	body();
	clear();
	sysret();
	user();
}

static void ok_nmi_in_both_windows(void)
{
	syscall_in();
	nmi_window(K(0x104), false, true);
	set();
	body();
	clear();
	nmi_window(K(0x44), false, true);
	sysret();
	user();
}

/* Taken at the boundary before the first instruction of the entry. */
static void ok_nmi_before_first(void)
{
	nmi_window(LSTAR_RIP, true, true);
	good_syscall();
}

/* A second NMI right behind the first one's return: same frame address. */
static void ok_nmi_back_to_back(void)
{
	syscall_in();
	set();
	nmi_kernel(false);
	nmi_kernel(false);
	body();
	clear();
	sysret();
	user();
}

/* Nested: the inner one returns from the hardware frame itself. */
static void ok_nmi_nested(void)
{
	struct frame fr = at_kernel(K(0x104));
	struct frame in = { K(0x63), 0x10, 2, NMI_FRAME - 0xf0, 0x18 };
	struct frame rep = { K(0x64), 0x10, 2, NMI_FRAME - 0xa0, 0x18 };

	syscall_in();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	set();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, in, false);
	iret(NMI_FRAME, in);
	insn(K(0x63), I_RET);
	clear();
	iret(NMI_FRAME - 0x80, rep);	/* to repeat_nmi */
	insn(K(0x64), I_OTHER);
	judge_nmi_pass(&j);
	rd();
	set();
	clear();
	iret(NMI_FRAME - 0x80, fr);
	insn(K(0x104), I_OTHER);
	set();
	body();
	clear();
	sysret();
	user();
}

static void ok_irq_right_after_iret(void)
{
	good_syscall();
	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(0xec, K(0xb00), STACK, false, at_user(), false);
	set();
	body();
	clear();
	iret(STACK, at_user());
	user();
}

/* IRET faults: #GP from that IRET, which sets and leaves to user mode. */
static void ok_bad_iret(void)
{
	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(13, GP_RIP, STACK - 64, false, at_kernel(IRET_RIP), false);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

/* espfix: #DF at the IRET, whose own IRET enters general_protection. */
static void ok_espfix_df(void)
{
	struct frame gp = { GP_RIP, 0x10, 2, STACK - 48, 0x18 };

	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	idt(VEC_DF, DF_RIP, DF_FRAME, true, at_kernel(IRET_RIP), false);
	rd();
	set();
	insn(K(0x62), I_RET);
	clear();
	iret(DF_FRAME, gp);
	idt(13, GP_RIP, STACK - 40, false, at_user(), false);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

/*
 * The same with an NMI at the boundary before the #DF handler's first
 * instruction: its frame says "double_fault", and that one's frame says IRET.
 */
static void ok_nmi_before_df(void)
{
	struct frame gp = { GP_RIP, 0x10, 2, STACK - 48, 0x18 };
	struct enter_ev e = {
		.rip = NMI_RIP, .sp = NMI_FRAME, .vec = VEC_NMI, .idt = true,
		.cls = E_VEC0 + VEC_NMI, .ist = true,
		.saved_entry = true, .saved_idt = true,
		.fr = { DF_RIP, 0x10, 2, DF_FRAME, 0x18 },
		.saved_fr = at_kernel(IRET_RIP),
	};

	syscall_in();
	set();
	clear();
	iret(STACK, at_user());
	judge_enter(&j, &e);
	insn(NMI_RIP, I_OTHER);
	rd();
	set();
	clear();
	iret(NMI_FRAME - 0x80, e.fr);
	idt(VEC_DF, DF_RIP, DF_FRAME, true, at_kernel(IRET_RIP), false);
	rd();
	set();
	clear();
	iret(DF_FRAME, gp);
	idt(13, GP_RIP, STACK - 40, false, at_user(), false);
	set();
	body();
	clear();
	iret(STACK - 512, at_user());
	user();
}

static void ok_fault_from_kernel(void)
{
	struct frame fr = at_kernel(K(0x10000));

	syscall_in();
	set();
	idt(14, PF_RIP, STACK - 64, false, fr, false);
	body();
	iret(STACK - 64, fr);
	body();
	clear();
	sysret();
	user();
}

static void ok_user_cr3(void)
{
	struct insn_ev i = {
		.rip = K(0x104), .cls = I_OTHER, .user_cr3 = true,
	};

	syscall_in();
	judge_insn(&j, &i);
	judge_mem(&j, K(0x104), 0xfffffe0000002000ull, true, true);
	set();
	clear();
	sysret();
	user();
}

static void ok_idle_clear(void)
{
	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30000), j.base, S_IDLE);
	judge_block(&j, K(0x30010), 0, false);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
	body();
	clear();
	sysret();
	user();
}

static void ok_offline(void)
{
	judge_reset(&j, BASE);
	judge_block(&j, K(0x30000), I_RET, false);
	judge_wrmsr(&j, K(0x30020), BASE | 1, S_OTHER);
	body();
	judge_wrmsr(&j, K(0x30030), BASE, S_OFFLINE);
	judge_block(&j, K(0x30040), I_RET, false);
	judge_reset(&j, BASE);
}

/* --- streams that break a rule --- */
static void bad_ret_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	insn(K(0x62), I_RET);
	sysret();
	user();
}

static void bad_branch_before_write(void)
{
	syscall_in();
	insn(K(0x62), I_IJMP);
	set();
	clear();
	sysret();
	user();
}

static void bad_set_at_exit(void)
{
	syscall_in();
	set();
	body();
	sysret();
	user();
	clear();
}

static void bad_nmi_not_restored(void)
{
	syscall_in();
	set();
	body();
	clear();
	nmi_window(K(0x44), false, false);
	clear();
	sysret();
	user();
}

static void bad_fault_unprotected(void)
{
	struct frame fr = at_kernel(K(0x104));

	syscall_in();
	idt(14, PF_RIP, STACK - 64, false, fr, false);
	set();
	iret(STACK - 64, fr);
	clear();
	sysret();
	user();
}

static void bad_iret_unprotected(void)
{
	struct frame fr = at_kernel(K(0x10000));

	syscall_in();
	set();
	idt(14, PF_RIP, STACK - 64, false, fr, false);
	clear();
	iret(STACK - 64, fr);
	insn(K(0x104), I_OTHER);
	sysret();
	user();
}

static void bad_no_write(void)
{
	syscall_in();
	sysret();
	user();
}

static void bad_read_first(void)
{
	syscall_in();
	rd();
	set();
	body();
	clear();
	sysret();
	user();
}

static void bad_double_clear(void)
{
	syscall_in();
	set();
	body();
	clear();
	clear();
	sysret();
	user();
}

static void bad_set_again(void)
{
	syscall_in();
	set();
	set();
	body();
	clear();
	sysret();
	user();
}

static void bad_nmi_restore_protected(void)
{
	syscall_in();
	set();
	nmi_kernel(true);
	body();
	clear();
	sysret();
	user();
}

static void bad_low_half(void)
{
	syscall_in();
	wr(1 | (j.base & ~7ull));
	body();
	clear();
	sysret();
	user();
}

static void bad_high_half(void)
{
	syscall_in();
	set();
	body();
	wr((uint32_t)j.base);
	sysret();
	user();
}

static void bad_c_code_in_window(void)
{
	syscall_in();
	set();
	body();
	clear();
	judge_block(&j, K(0x10000), 0, false);
	sysret();
	user();
}

static void bad_irqs_on(void)
{
	struct insn_ev i = { .rip = K(0x66), .intr = true };

	syscall_in();
	set();
	clear();
	judge_insn(&j, &i);
	sysret();
	user();
}

static void bad_segment_load(void)
{
	syscall_in();
	set();
	clear();
	insn(K(0x66), I_SEGLOAD);
	sysret();
	user();
}

static void bad_user_access(void)
{
	syscall_in();
	set();
	clear();
	insn(K(0x66), I_OTHER);
	judge_mem(&j, K(0x66), 0x7fff0000, false, false);
	sysret();
	user();
}

static void bad_call_out(void)
{
	struct insn_ev i = { .rip = K(0x66), .cls = I_CALL, .call_out = true };

	syscall_in();
	set();
	clear();
	judge_insn(&j, &i);
	sysret();
	user();
}

static void bad_user_cr3(void)
{
	struct insn_ev i = { .rip = K(0x104), .user_cr3 = true };

	syscall_in();
	judge_insn(&j, &i);
	judge_mem(&j, K(0x104), 0xffff888000002000ull, true, false);
	set();
	clear();
	sysret();
	user();
}

static void bad_idle(void)
{
	syscall_in();
	set();
	judge_wrmsr(&j, K(0x30000), j.base, S_IDLE);
	judge_block(&j, K(0x30010), I_HLT, true);
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
	clear();
	sysret();
	user();
}

static void bad_late(void)
{
	judge_reset(&j, BASE);
	judge_late(&j, K(0x30000), "interrupts-on-unarmed");
	judge_wrmsr(&j, K(0x30020), BASE | 1, S_OTHER);
}

static void bad_skip_unfenced(void)
{
	struct frame fr = at_kernel(K(0x10000));

	syscall_in();
	set();
	idt(VEC_DB, DB_RIP, DB_FRAME, true, fr, false);
	rd();
	insn(K(0x62), I_RET);
	iret(DB_FRAME, fr);
	body();
	clear();
	sysret();
	user();
}

static void bad_lost(void)
{
	judge_block(&j, K(0x10000), 0, false);
	clear();
	sysret();
	user();
}

static const struct test {
	const char *name;
	void (*run)(void);
	unsigned int rule;	/* must have been exercised */
	const char *kinds;	/* exactly these violations, "" for none */
} tests[] = {
	{ "syscalls", ok_syscalls, 4, "" },
	{ "r1 good: windows without a branch", ok_syscalls, 1, "" },
	{ "r1 bad: ret on the way out", bad_ret_in_window, 1, "R1:ret" },
	{ "r1 r4 bad: jump before the write", bad_branch_before_write, 1,
	  "R1:indirect-jmp R4:branch-before-write" },
	{ "r2 good: clear in user mode", ok_syscalls, 2, "" },
	{ "r2 r5 bad: left set", bad_set_at_exit, 2,
	  "R5:no-clear-on-crossing-out R2:set-at-crossing-out "
	  "R2:set-in-user-mode R0:entry text runs while tracked at CPL3" },
	{ "r3 good: NMI from protected code", ok_nmi_protected, 3, "" },
	{ "r3 good: NMI in both windows", ok_nmi_in_both_windows, 3, "" },
	{ "r3 good: NMI before the first insn", ok_nmi_before_first, 3, "" },
	{ "r3 good: two NMIs, one frame", ok_nmi_back_to_back, 3, "" },
	{ "r3 good: nested NMI and repeat", ok_nmi_nested, 3, "" },
	{ "r3 good: bad IRET", ok_bad_iret, 4, "" },
	{ "r3 good: espfix #DF", ok_espfix_df, 3, "" },
	{ "r3 good: NMI before the #DF handler", ok_nmi_before_df, 3, "" },
	{ "r3 good: fault from kernel", ok_fault_from_kernel, 3, "" },
	{ "r3 bad: NMI does not restore", bad_nmi_not_restored, 3,
	  "R3:ist-not-restored R5:extra-write-out" },
	{ "r3 bad: fault delivered in window", bad_fault_unprotected, 3,
	  "R3:delivered-while-unprotected" },
	{ "r3 bad: IRET to kernel unprotected", bad_iret_unprotected, 2,
	  "R3:unprotected-iret-to-kernel" },
	{ "r4 bad: nothing written", bad_no_write, 4,
	  "R4:no-write-on-crossing-in" },
	{ "r4 bad: RDMSR before the write", bad_read_first, 4,
	  "R4:read-before-write" },
	{ "r5 good: interrupt right after IRET", ok_irq_right_after_iret, 5,
	  "" },
	{ "r5 bad: cleared twice", bad_double_clear, 5, "R5:extra-write-out" },
	{ "r5 bad: set twice", bad_set_again, 5, "R5:set-while-protected" },
	{ "r5 bad: restore from protected", bad_nmi_restore_protected, 5,
	  "R5:ist-restore-from-protected" },
	{ "r6 good: base kept", ok_syscalls, 6, "" },
	{ "r6 bad: STIBP lost", bad_low_half, 6, "R6:entry-base-lost" },
	{ "r6 bad: high half lost", bad_high_half, 6,
	  "R6:entry-high-half-lost" },
	{ "r7 good: nothing of it in windows", ok_syscalls, 7, "" },
	{ "r7 bad: C code", bad_c_code_in_window, 7, "R7:outside-entry-text" },
	{ "r7 bad: IF=1", bad_irqs_on, 7, "R7:interrupts-on" },
	{ "r7 bad: segment load", bad_segment_load, 7, "R7:segment-load" },
	{ "r7 bad: user pointer", bad_user_access, 7, "R7:user-access" },
	{ "r7 bad: call out", bad_call_out, 7, "R7:call-out" },
	{ "r8 good: cpu_entry_area", ok_user_cr3, 8, "" },
	{ "r8 bad: kernel data", bad_user_cr3, 8, "R8:unmapped-access" },
	{ "r9 good: clear around MWAIT", ok_idle_clear, 9, "" },
	{ "r9 bad: HLT with IF=1", bad_idle, 9,
	  "R9:interrupts-on-at-site R9:hlt-while-clear" },
	{ "r10 good: offline and back", ok_offline, 10, "" },
	{ "r10 bad: interrupts on before arming", bad_late, 10,
	  "R10:interrupts-on-unarmed" },
	{ "r13 good: fenced skip", ok_nmi_protected, 13, "" },
	{ "r13 bad: skip without fence", bad_skip_unfenced, 13,
	  "R13:skip-without-fence" },
	{ "tracker lost is reported", bad_lost, 2,
	  "R0:kernel code runs while tracked at CPL3 "
	  "R7:outside-entry-text" },
};

static void kinds_of(char *buf, size_t len)
{
	size_t at = 0;

	buf[0] = 0;
	for (unsigned int i = 0; i < j.nkinds && at < len; i++)
		at += (size_t)snprintf(buf + at, len - at, "%sR%u:%s",
				       i ? " " : "", j.kind[i].rule,
				       j.kind[i].name);
}

/* R11 is drawn from two counts: here that they count. */
static int r11_counts(void)
{
	judge_init(&j, &cfg, 0);
	iret(STACK, at_user());
	user();
	syscall_in();
	sysret();
	user();
	if (j.entry_msr || j.crossings != 2 || j.armed || j.nkinds)
		return 1;
	syscall_in();
	rd();
	return j.entry_msr != 1;
}

int main(void)
{
	unsigned int n = sizeof(tests) / sizeof(tests[0]), failed = 0;
	char got[512];

	printf("KTAP version 1\n1..%u\n", n + 1);
	cfg.mark = BASE;
	for (unsigned int i = 0; i < n; i++) {
		const struct test *t = &tests[i];
		int bad;

		boot(BASE);
		t->run();
		kinds_of(got, sizeof(got));
		bad = strcmp(got, t->kinds) || !j.exercised[t->rule];
		failed += (unsigned int)bad;
		printf("%s %u %s\n", bad ? "not ok" : "ok", i + 1, t->name);
		if (bad)
			printf("# want \"%s\", got \"%s\", R%u exercised %llu\n",
			       t->kinds, got, t->rule,
			       (unsigned long long)j.exercised[t->rule]);
	}
	failed += (unsigned int)r11_counts();
	printf("%s %u r11 counts entry-text accesses\n",
	       r11_counts() ? "not ok" : "ok", n + 1);
	return failed ? 1 : 0;
}
