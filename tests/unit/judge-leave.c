// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of processors that leave for good: offline, stop, crash, kexec (R9,
 * R10). What clears there has to halt, wait or jump out, and nothing else.
 */
#include <stdio.h>
#include <string.h>

#include "judge-stream.h"

#define SITE	K(0x30030)	/* the clear */
#define BEHIND	K(0x30040)
#define WAIT	K(0x30050)	/* its HLT or MWAIT */
#define CONTROL	0x1e001000ull	/* kexec's control page */
#define CALLER	K(0x31000)

static void leave_by(unsigned int site)
{
	judge_wrmsr(&j, SITE, j.base, site);
	judge_block(&j, BEHIND, 0, false);
}

static void in_kernel(void)
{
	syscall_in();
	set();
	body();
}

/* An unprotected way out and in again, and out. */
static void goes_on_to_user(void)
{
	insn(K(0x40), I_SYSRET);
	judge_sysret(&j, K(0x40), L_SYSRET);
	user();
}

/* --- good ----------------------------------------------------------------- */

static void ok_stop(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	judge_block(&j, BEHIND, I_HLT, false);
	judge_halt(&j, WAIT);
}

/* An NMI ends the HLT, and finds the bit clear: it sets and restores. */
static void ok_nmi_while_offline(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	nmi_window(WAIT + 1, false, true);
	judge_block(&j, BEHIND, 0, false);
	judge_halt(&j, WAIT);
}

/* What an NMI on its way finds: the RET into the control page is the jump. */
static void ok_kexec_jump(void)
{
	in_kernel();
	leave_by(S_KEXEC);
	judge_block(&j, CALLER, I_RET, false);
	judge_stray(&j, CONTROL);
}

/* The others of a crash stay in the handler of the NMI that stopped them. */
static void ok_crash_stop(void)
{
	in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, at_kernel(K(0x10000)), false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x31), I_LFENCE);
	insn(K(0x61), I_CALL);
	judge_block(&j, CALLER, I_RET, false);
	leave_by(S_KEXEC);
	judge_halt(&j, WAIT);
}

static void ok_start_cpu0(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	nmi_window(WAIT + 1, false, true);
	judge_return(&j);
	judge_block(&j, CALLER, I_RET, false);
	judge_if(&j, CALLER, false);
	judge_wrmsr(&j, K(0x20000), BASE | 1, S_BOOT);
	judge_if(&j, CALLER, true);
	body();
	clear();
	iret(STACK, at_user());
	user();
}

/* kexec that preserves the context: back from the control page. */
static void ok_kexec_return(void)
{
	ok_kexec_jump();
	judge_reset(&j, BASE);
	judge_return(&j);
	judge_if(&j, CALLER, false);
	judge_wrmsr(&j, K(0x20000), BASE | 1, S_BOOT);
	judge_if(&j, CALLER, true);
}

/* --- bad ------------------------------------------------------------------ */

/* A function with the name of one that goes offline, which returns. */
static void bad_offline_returns(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_block(&j, BEHIND, I_RET, false);
	judge_block(&j, CALLER, 0, false);
	judge_block(&j, CALLER, 0, true);
	goes_on_to_user();
	for (int i = 0; i < 100; i++) {
		syscall_in();
		judge_block(&j, CALLER, 0, true);
		sysret();
		user();
	}
}

/* ... behind a HLT that an NMI ended. */
static void bad_returns_behind_hlt(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	nmi_window(WAIT + 1, false, true);
	judge_block(&j, BEHIND, I_RET, false);
	judge_block(&j, CALLER, 0, false);
	goes_on_to_user();
}

static void bad_offline_irqs_on(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_block(&j, BEHIND, 0, true);
	judge_halt(&j, WAIT);
}

static void bad_kexec_irqs_on(void)
{
	in_kernel();
	leave_by(S_KEXEC);
	judge_block(&j, BEHIND, 0, true);
	judge_block(&j, BEHIND, I_IJMP, false);
	judge_stray(&j, CONTROL);
}

/* Straight to user mode, by SYSRET and by IRET. */
static void bad_offline_sysret(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	goes_on_to_user();
}

static void bad_kexec_iret(void)
{
	in_kernel();
	leave_by(S_KEXEC);
	iret(STACK, at_user());
	user();
}

/* By a far branch to another function of the kernel. */
static void bad_kexec_far(void)
{
	in_kernel();
	leave_by(S_KEXEC);
	judge_block(&j, BEHIND, I_FAR, false);
	judge_block(&j, CALLER, I_HLT, false);
	judge_halt(&j, CALLER);
}

/* A fault behind the clear, and back. */
static void bad_fault_offline(void)
{
	struct frame fr = at_kernel(BEHIND);

	in_kernel();
	leave_by(S_OFFLINE);
	idt(VEC_PF, PF_RIP, STACK - 64, false, fr, false);
	iret(STACK - 64, fr);
	judge_block(&j, BEHIND, I_HLT, false);
}

/* The RET is the last thing seen before an NMI: where it goes shows later. */
static void bad_returns_behind_nmi(void)
{
	in_kernel();
	leave_by(S_KEXEC);
	judge_block(&j, BEHIND, I_RET, false);
	nmi_window(CALLER, false, true);
	judge_block(&j, CALLER, 0, false);
	goes_on_to_user();
}

/* An NMI's handler clears for good and returns: unprotected system calls. */
static void bad_crash_returns(void)
{
	struct frame fr = at_kernel(K(0x10000));

	in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, fr, false);
	judge_nmi_pass(&j);
	rd();
	insn(K(0x31), I_LFENCE);
	insn(K(0x61), I_CALL);
	leave_by(S_KEXEC);
	judge_block(&j, BEHIND, I_RET, false);
	insn(K(0x61), I_OTHER);
	iret(NMI_FRAME - 0x80, fr);
	set();
	body();
	clear();
	goes_on_to_user();
	for (int i = 0; i < 50; i++) {
		syscall_in();
		judge_block(&j, CALLER, 0, true);
		sysret();
		user();
	}
}

/* Set again, with no start_cpu0() and no way back from kexec. */
static void bad_set_again_offline(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_wrmsr(&j, K(0x30048), j.base | 1, S_OFFLINE);
	body();
	clear();
	goes_on_to_user();
}

/* Cleared twice on the way. */
static void bad_offline_twice(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
}

/* Back by start_cpu0(), and to interrupts without a write. */
static void bad_start_cpu0(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	judge_return(&j);
	judge_if(&j, CALLER, true);
}

/* ... and to user mode. */
static void bad_start_cpu0_user(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	judge_return(&j);
	iret(STACK, at_user());
	user();
}

static void bad_kexec_return(void)
{
	ok_kexec_jump();
	judge_reset(&j, BASE);
	judge_return(&j);
	judge_if(&j, CALLER, true);
}

/* An NMI while it waits does not give back what it found. */
static void bad_nmi_while_offline(void)
{
	in_kernel();
	leave_by(S_OFFLINE);
	judge_halt(&j, WAIT);
	nmi_window(WAIT + 1, false, false);
	judge_block(&j, BEHIND, I_HLT, false);
}

const struct stream leave_streams[] = {
	{ "r9 good: stopped, clear, HLT again and again", ok_stop, 9, "" },
	{ "r9 r3 good: NMI while offline", ok_nmi_while_offline, 3, "" },
	{ "r10 good: RET into the control page", ok_kexec_jump, 10, "" },
	{ "r9 good: stopped in an NMI by a crash", ok_crash_stop, 9, "" },
	{ "r10 good: start_cpu0() writes first", ok_start_cpu0, 10, "" },
	{ "r10 good: back from kexec, writes first", ok_kexec_return, 10, "" },
	{ "r9 bad: clears for good, and returns", bad_offline_returns, 4,
	  "R1:ret R9:went-on-after-clear R7:outside-entry-text "
	  "R4:r7-before-write" },
	{ "r9 bad: returns behind HLT", bad_returns_behind_hlt, 9,
	  "R1:ret R9:went-on-after-clear R7:outside-entry-text" },
	{ "r9:offline bad: IF=1 behind the clear", bad_offline_irqs_on, 9,
	  "R9:interrupts-on-at-site" },
	{ "r10 bad: IF=1 behind the clear", bad_kexec_irqs_on, 10,
	  "R10:interrupts-on-after-clear" },
	{ "r9 bad: SYSRET behind the clear", bad_offline_sysret, 2,
	  "R9:went-on-after-clear" },
	{ "r10 bad: IRET behind the clear", bad_kexec_iret, 2,
	  "R10:went-on-after-clear" },
	{ "r10 bad: far branch behind the clear", bad_kexec_far, 9,
	  "R1:far-branch R10:went-on-after-clear R7:outside-entry-text" },
	{ "r9 r3 bad: a fault behind the clear", bad_fault_offline, 0,
	  "R3:delivered-while-unprotected R9:went-on-after-clear "
	  "R3:unprotected-iret-to-kernel R7:outside-entry-text" },
	{ "r10 bad: RET, and an NMI before it shows",
	  bad_returns_behind_nmi, 3,
	  "R1:ret R10:went-on-after-clear R7:outside-entry-text" },
	{ "r10 bad: NMI clears for good, and returns", bad_crash_returns, 3,
	  "R1:ret R10:went-on-after-clear R3:ist-not-restored "
	  "R5:set-while-protected "
	  "R7:outside-entry-text R4:r7-before-write" },
	{ "r9 bad: set again behind the clear", bad_set_again_offline, 2,
	  "R9:went-on-after-clear" },
	{ "r5 bad: cleared twice on the way offline", bad_offline_twice, 9,
	  "R5:extra-write-at-site" },
	{ "r10:ap bad: start_cpu0() and IF=1", bad_start_cpu0, 9,
	  "R10:interrupts-on-unarmed" },
	{ "r10:ap bad: start_cpu0() and user mode", bad_start_cpu0_user, 9,
	  "R10:interrupts-on-unarmed" },
	{ "r10:ap bad: back from kexec and IF=1", bad_kexec_return, 10,
	  "R10:interrupts-on-unarmed" },
	{ "r3 bad: NMI while offline leaves it set", bad_nmi_while_offline, 3,
	  "R3:ist-not-restored" },
	{ .name = NULL }
};

/* What a level broke that is open as the machine ends, or that reset ends. */
int open_levels(void)
{
	struct path_stat **p = &j.path[E_VEC0 + VEC_NMI][O_WINDOW][L_KERNEL];
	uint64_t viol[NR_RULES] = { 0 };
	const uint32_t many = 70000;
	bool bad;

	boot(BASE);
	syscall_in();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, at_kernel(LSTAR_RIP), true);
	for (uint32_t i = 0; i < many; i++)
		judge_block(&j, K(0x3000), 0, false);
	judge_open(&j, E_VEC0 + VEC_NMI, O_WINDOW, viol);
	judge_open(&j, E_SYSCALL64, O_USER, viol);	/* has broken none */
	bad = *p || viol[7] != many || viol[7] != j.violations[7];
	judge_reset(&j, 0);
	judge_open(&j, E_VEC0 + VEC_NMI, O_WINDOW, viol);
	return bad || viol[7] != many || !*p || (*p)->crossings ||
	       (*p)->viol[7] != many;
}

/* Is it broken by user code, which is on no path? (The latter here only.) */
static bool is_of_user(const char *kind)
{
	return !strcmp(kind, "set-in-user-mode") || !strcmp(kind, "left-set") ||
	       !strcmp(kind, "user-without-stibp") ||
	       !strcmp(kind, "interrupts-on-unarmed") ||
	       !strcmp(kind, "armed-after-alternatives");
}

static void add_path(unsigned int cls, unsigned int origin, uint64_t *sum)
{
	judge_open(&j, cls, origin, sum);
	for (unsigned int leave = 0; leave < L_NR; leave++)
		for (unsigned int r = 0; r < NR_RULES; r++)
			sum[r] += j.path[cls][origin][leave] ?
				  j.path[cls][origin][leave]->viol[r] : 0;
}

/*
 * What is broken is in a path, or of a level that is open. R15 is asked here of
 * switches without one.
 */
bool all_in_paths(void)
{
	uint64_t sum[NR_RULES] = { 0 }, least[NR_RULES];
	bool good = true;

	memcpy(least, j.violations, sizeof(least));
	for (unsigned int i = 0; i < j.nkinds; i++)
		if (j.kind[i].rule == 15 || is_of_user(j.kind[i].name))
			least[j.kind[i].rule] -= j.kind[i].count;
	for (unsigned int cls = 0; cls < E_NR; cls++)
		for (unsigned int o = 0; o < O_NR; o++)
			add_path(cls, o, sum);
	for (unsigned int r = 1; r < NR_RULES && !j.lost; r++) {
		if (sum[r] >= least[r] && sum[r] <= j.violations[r])
			continue;
		printf("# R%u: %llu broken, %llu in paths\n", r,
		       (unsigned long long)j.violations[r],
		       (unsigned long long)sum[r]);
		good = false;
	}
	return good;
}
