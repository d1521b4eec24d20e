// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of accesses outside the entry text: idle (R9), how often (R5), and
 * the base that the kernel chose (R6).
 */
#include "judge-stream.h"

#define IDLE	K(0x30000)
#define WAITS	K(0x30010)
#define C1E	0x01u		/* EAX of MWAIT */
#define C6	0x20u
#define BREAK	1u		/* ECX */

static void in_kernel(void)
{
	syscall_in();
	set();
	body();
}

static void way_out(void)
{
	body();
	clear();
	sysret();
	user();
}

static void idle_clear(void)
{
	judge_wrmsr(&j, IDLE, j.base, S_IDLE);
	judge_block(&j, WAITS, 0, false);
}

static void idle_set(void)
{
	judge_wrmsr(&j, K(0x30020), j.base | 1, S_IDLE);
}

static void waits(uint32_t eax, uint32_t ecx)
{
	struct mwait_ev m = { WAITS, eax, ecx, true };

	judge_mwait(&j, &m);
}

/* --- idle ------------------------------------------------------------------ */

static void ok_deep(void)
{
	in_kernel();
	for (int i = 0; i < 3; i++) {
		idle_clear();
		waits(C6, BREAK);
		idle_set();
		body();
	}
	way_out();
}

/* The state is not known where the registers are not: then it is not judged. */
static void ok_deep_unknown(void)
{
	struct mwait_ev m = { .rip = WAITS };

	in_kernel();
	idle_clear();
	judge_mwait(&j, &m);
	idle_set();
	way_out();
	if (j.part[PART_R9_deep_idle])
		judge_lost(&j, "unknown taken for deep", 0);
}

/* A shallow state with the bit set, and polling: what idle does otherwise. */
static void ok_shallow_set(void)
{
	in_kernel();
	waits(C1E, BREAK);
	for (int i = 0; i < 1000; i++)
		judge_block(&j, WAITS, 0, true);
	way_out();
}

/* An NMI ends the MWAIT. */
static void ok_deep_nmi(void)
{
	in_kernel();
	idle_clear();
	waits(C6, BREAK);
	nmi_window(WAITS + 3, false, true);
	judge_block(&j, WAITS + 3, 0, false);
	idle_set();
	way_out();
}

static void bad_polling(void)
{
	in_kernel();
	judge_wrmsr(&j, IDLE, j.base, S_IDLE);
	for (int i = 0; i < 1000; i++)
		judge_block(&j, WAITS + (uint64_t)(i & 3) * 16, 0, false);
	idle_set();
	way_out();
}

/* Polls first, and then waits. */
static void bad_polling_first(void)
{
	in_kernel();
	judge_wrmsr(&j, IDLE, j.base, S_IDLE);
	for (int i = 0; i < 1000; i++)
		judge_block(&j, WAITS, 0, false);
	waits(C6, BREAK);
	idle_set();
	way_out();
}

static void bad_no_mwait(void)
{
	in_kernel();
	idle_clear();
	idle_set();
	way_out();
}

static void bad_shallow(void)
{
	in_kernel();
	idle_clear();
	waits(C1E, BREAK);
	idle_set();
	way_out();
}

/* C0: a hint not to go anywhere. */
static void bad_c0(void)
{
	in_kernel();
	idle_clear();
	waits(0xf0, BREAK);
	idle_set();
	way_out();
}

/* The first MWAIT of two is right. */
static void bad_second_mwait(void)
{
	in_kernel();
	idle_clear();
	waits(C6 + 1, BREAK);
	waits(C6 + 1, 2);
	idle_set();
	way_out();
}

static void bad_no_break(void)
{
	in_kernel();
	idle_clear();
	waits(C6, 0);
	idle_set();
	way_out();
}

static void bad_idle_five_times(void)
{
	in_kernel();
	for (int i = 0; i < 5; i++)
		judge_wrmsr(&j, IDLE, j.base, S_IDLE);
	judge_block(&j, WAITS, 0, false);
	waits(C6, BREAK);
	idle_set();
	way_out();
}

/* --- how often --------------------------------------------------------------- */

/* C writes what is there already, by a name that is listed. */
static void bad_c_writes_again(void)
{
	in_kernel();
	for (int i = 0; i < 5; i++)
		judge_wrmsr(&j, K(0x30060), j.base | 1, S_BOOT);
	way_out();
}

static void bad_unknown_writes(void)
{
	in_kernel();
	judge_wrmsr(&j, K(0x30060), j.base | 1, S_UNKNOWN);
	way_out();
}

/* Around firmware, set in a kernel that is set. */
static void bad_firmware_sets_again(void)
{
	in_kernel();
	judge_wrmsr(&j, K(0x30060), j.base | 1, S_FIRMWARE);
	way_out();
}

static void irq_in(void)
{
	idt(0xec, K(0xb00), STACK - 256, false, at_kernel(K(0x2000)), false);
}

/* RDMSR on the interrupt path, and the processor is reset before it leaves. */
static void bad_irq_reads(void)
{
	in_kernel();
	for (int i = 0; i < 5; i++) {
		irq_in();
		rd();
		insn(K(0x31), I_LFENCE);
		iret(STACK - 256, at_kernel(K(0x2000)));
		body();
	}
	judge_reset(&j, BASE);
}

static void bad_second_write_and_reset(void)
{
	syscall_in();
	clear();
	set();
	judge_reset(&j, BASE);
}

static void bad_second_clear_and_reset(void)
{
	in_kernel();
	clear();
	clear();
	judge_reset(&j, BASE);
}

static void bad_nmi_reads_and_reset(void)
{
	in_kernel();
	idt(VEC_NMI, NMI_RIP, NMI_FRAME, true, at_kernel(K(0x10000)), false);
	judge_nmi_pass(&j);
	rd();
	rd();
	insn(K(0x31), I_LFENCE);
	judge_reset(&j, BASE);
}

/* --- base -------------------------------------------------------------------- */

#define SSBD	4ull

/* A task's own choice of SSBD: written by who owns base, then by every entry. */
static void ok_base_follows(void)
{
	boot(0x100000002ull);
	in_kernel();
	judge_wrmsr(&j, K(0x30060), j.base | SSBD | 1, S_OTHER);
	way_out();
	good_syscall();
	in_kernel();
	judge_wrmsr(&j, K(0x30060), (j.base & ~SSBD) | 1, S_OTHER);
	way_out();
	good_syscall();
}

/* ... or kept in a variable, which the way out writes. */
static void ok_base_kept(void)
{
	boot(0x100000002ull);
	in_kernel();
	judge_base(&j, 0x100000006ull);
	way_out();
	good_syscall();
}

static void bad_old_base(void)
{
	boot(0x100000002ull);
	in_kernel();
	judge_wrmsr(&j, K(0x30060), 0x100000007ull, S_OTHER);
	body();
	wr(0x100000002ull);
	sysret();
	user();
	good_syscall();
}

/* keep=1: base is the mark, whoever writes. */
static void bad_owner_loses_mark(void)
{
	cfg.keep = true;
	in_kernel();
	judge_wrmsr(&j, K(0x30060), 3, S_BOOT);
	way_out();
	cfg.keep = false;
}

static void bad_unknown_loses_base(void)
{
	in_kernel();
	judge_wrmsr(&j, K(0x30060), 1, S_UNKNOWN);
	way_out();
}

/* --- off --------------------------------------------------------------------- */

/* Around firmware, with IBRS not in use. */
static void ok_off_firmware(void)
{
	off(BASE);
	judge_wrmsr(&j, IDLE, BASE | 1, S_FIRMWARE);
	judge_wrmsr(&j, IDLE, BASE, S_FIRMWARE);
	cfg.series = false;
}

static void bad_off_idle(void)
{
	off(BASE);
	judge_wrmsr(&j, IDLE, BASE, S_IDLE);
	cfg.series = false;
}

/* In a kernel of others, too: idle does not own base. */
static void bad_off_idle_of_others(void)
{
	judge_init(&j, &cfg, BASE);
	cfg.chosen = false;
	judge_wrmsr(&j, IDLE, BASE, S_IDLE);
}

/* Found set and cleared, and on the way to kexec once more. */
static void bad_off_kexec(void)
{
	off(BASE | 1);
	judge_wrmsr(&j, IDLE, BASE, S_BOOT);
	judge_wrmsr(&j, K(0x30060), BASE, S_KEXEC);
	cfg.series = false;
}

/* Offline once is no licence for the next write. */
static void bad_off_offline_twice(void)
{
	off(BASE);
	judge_wrmsr(&j, IDLE, BASE, S_OFFLINE);
	judge_wrmsr(&j, IDLE, BASE, S_IDLE);
	if (j.violations[11] != 2)
		judge_lost(&j, "a clear hid the next one", 0);
	cfg.series = false;
}

const struct stream site_streams[] = {
	{ "r9 good: MWAIT of a deep state", ok_deep, 9, "" },
	{ "r9 good: a state that is not known", ok_deep_unknown, 9, "" },
	{ "r9 good: shallow and polling while set", ok_shallow_set, 4, "" },
	{ "r9 good: NMI ends the MWAIT", ok_deep_nmi, 9, "" },
	{ "r9 bad: polling while clear", bad_polling, 9,
	  "R9:polling-while-clear R9:cleared-without-mwait" },
	{ "r9 bad: polling, and then MWAIT", bad_polling_first, 9,
	  "R9:polling-while-clear" },
	{ "r9 bad: cleared and set, no MWAIT", bad_no_mwait, 9,
	  "R9:cleared-without-mwait" },
	{ "r9 bad: clear for a shallow state", bad_shallow, 9,
	  "R9:shallow-while-clear" },
	{ "r9 bad: clear for C0", bad_c0, 9, "R9:shallow-while-clear" },
	{ "r9 bad: the second MWAIT has no break", bad_second_mwait, 9,
	  "R9:mwait-without-break" },
	{ "r9 bad: MWAIT that IF=0 does not break", bad_no_break, 9,
	  "R9:mwait-without-break" },
	{ "r5 bad: idle clears five times", bad_idle_five_times, 9,
	  "R5:extra-write-at-site" },
	{ "r5 bad: C writes what is there", bad_c_writes_again, 5,
	  "R5:extra-write-at-site" },
	{ "r5 bad: a write by no name", bad_unknown_writes, 5,
	  "R5:extra-write-at-site" },
	{ "r5 bad: set around firmware while set", bad_firmware_sets_again, 5,
	  "R5:firmware-unpaired" },
	{ "r5 bad: RDMSR on the interrupt path, reset", bad_irq_reads, 3,
	  "R5:read-while-protected" },
	{ "r5 bad: two writes on the way in, reset",
	  bad_second_write_and_reset, 10, "R5:extra-write-in" },
	{ "r5 bad: two clears, reset", bad_second_clear_and_reset, 10,
	  "R5:extra-write-out" },
	{ "r5 bad: NMI reads twice, reset", bad_nmi_reads_and_reset, 10,
	  "R5:ist-extra-read" },
	{ "r6 good: base follows its owner", ok_base_follows, 6, "" },
	{ "r6 good: base follows its variable", ok_base_kept, 6, "" },
	{ "r6 bad: the way out writes the old base", bad_old_base, 6,
	  "R6:entry-base-lost" },
	{ "r6 bad: the owner loses what is to be kept", bad_owner_loses_mark,
	  6, "R6:site-base-lost" },
	{ "r6 bad: a write by no name loses base", bad_unknown_loses_base, 6,
	  "R6:site-base-lost R5:extra-write-at-site" },
	{ "r11 good: around firmware, off", ok_off_firmware, 5, "" },
	{ "r11 bad: idle clears, off", bad_off_idle, 0, "R11:extra-write" },
	{ "r11 bad: idle clears, off, no series", bad_off_idle_of_others, 0,
	  "R11:extra-write" },
	{ "r11 bad: kexec clears what is clear, off", bad_off_kexec, 11,
	  "R11:extra-write" },
	{ "r11 bad: offline, then idle, off", bad_off_offline_twice, 0,
	  "R11:extra-write" },
	{ .name = NULL }
};

/*
 * Where a sweep injects around firmware: from the set to the clear, but not in an
 * interrupt that comes in between, and nowhere where IBRS is in use.
 */
int firmware_window(void)
{
	int bad = 0;

	off(BASE);
	user();
	syscall_in();
	bad |= judge_window_by(&j) != S_NR;
	judge_wrmsr(&j, K(0x30000), BASE | 1, S_FIRMWARE);
	bad |= judge_window_by(&j) != S_FIRMWARE;
	idt(0x30, K(0x2000), STACK, false, at_kernel(K(0x30010)), false);
	bad |= judge_window_by(&j) != S_NR;
	iret(STACK, at_kernel(K(0x30010)));
	judge_settle(&j);
	bad |= judge_window_by(&j) != S_FIRMWARE;
	judge_wrmsr(&j, K(0x30020), BASE, S_FIRMWARE);
	bad |= judge_window_by(&j) != S_NR;
	cfg.series = false;
	boot(BASE);
	judge_wrmsr(&j, K(0x30020), BASE | 1, S_FIRMWARE);
	return bad || judge_window_by(&j) != S_NR;
}
