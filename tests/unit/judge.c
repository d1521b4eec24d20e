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

#include "judge/tally.h"
#include "judge-stream.h"

static const struct stream streams[] = {
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
	{ "r3 good: NMI behind the #DB of an IRET", ok_nmi_behind_db_at_iret, 3, "" },
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
	{ "r5:crossing bad: cleared twice", bad_double_clear, 5,
	  "R5:extra-write-out" },
	{ "r5 bad: set twice", bad_set_again, 5, "R5:set-while-protected" },
	{ "r5 bad: read, then cleared", bad_read_to_clear, 5,
	  "R5:read-while-protected" },
	{ "r5 bad: restore from protected", bad_nmi_restore_protected, 5,
	  "R5:ist-restore-from-protected" },
	{ "r6 good: base kept", ok_syscalls, 6, "" },
	{ "r6:stibp bad: STIBP lost", bad_stibp_lost, 6, "R6:entry-base-lost" },
	{ "r6:ssbd bad: SSBD lost", bad_ssbd_lost, 6, "R6:entry-base-lost" },
	{ "r6 bad: the low half lost", bad_low_half, 6, "R6:entry-base-lost" },
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
	{ "r8 bad: kernel data, faults", bad_fault_on_user_cr3, 8,
	  "R8:fault-on-user-cr3" },
	{ "r8 bad: the same with no stack yet", bad_double_fault_on_user_cr3,
	  8, "R8:fault-on-user-cr3" },
	{ "r8 bad: an IRET that faults there", bad_iret_fault_on_user_cr3, 8,
	  "R8:fault-on-user-cr3" },
	{ "r9 good: clear around MWAIT", ok_idle_clear, 9, "" },
	{ "r9:deep-idle bad: HLT with IF=1", bad_idle, 9,
	  "R9:interrupts-on-at-site R9:hlt-while-clear "
	  "R9:cleared-without-mwait" },
	{ "r9 bad: idle without its clear", bad_idle_set, 2,
	  "R9:idle-not-cleared" },
	{ "r9 good: offline clears before HLT", ok_offline, 9, "" },
	{ "r9 bad: HLT for good while set", bad_offline, 9,
	  "R9:set-while-offline" },
	{ "r10 good: offline and back", ok_offline, 10, "" },
	{ "r10:ap bad: interrupts on before arming", bad_late, 10,
	  "R10:interrupts-on-unarmed" },
	{ "r10 good: back from S3", ok_resume, 10, "" },
	{ "r10:s3 bad: back from S3 unarmed", bad_resume, 10,
	  "R10:interrupts-on-unarmed" },
	{ "r10 good: kexec clears first", ok_kexec, 10, "" },
	{ "r10 bad: kexec with the bit set", bad_kexec, 10,
	  "R10:set-at-kexec" },
	{ "r10 good: microcode, then the MSR", ok_microcode_first, 10, "" },
	{ "r10:s3 bad: the MSR, then microcode", bad_no_msr, 10, "R10:no-msr" },
	{ "r11 good: bit 0 found set is cleared", ok_found_set, 11, "" },
	{ "r11 bad: left set on the way back", bad_left_set, 11,
	  "R11:left-set" },
	{ "r11 bad: cleared though clear", bad_extra_write, 11,
	  "R11:extra-write" },
	{ "r6 bad: clearing bit 0 loses STIBP", bad_cleared_base, 11,
	  "R6:site-base-lost" },
	{ "r13 good: fenced skip", ok_nmi_protected, 13, "" },
	{ "r13 bad: skip without fence", bad_skip_unfenced, 13,
	  "R13:skip-without-fence" },
	{ "r1 bad: indirect call on the way out", bad_icall_in_window, 1,
	  "R1:indirect-call" },
	{ "r1 bad: far branch on the way out", bad_far_in_window, 1,
	  "R1:far-branch" },
	{ "r3 bad: a bad IRET's fault to kernel", bad_iret_back, 3,
	  "R3:bad-iret-back-to-kernel" },
	{ "r3 bad: #DB in the entry of #DB", bad_db_in_its_own_entry, 3,
	  "R3:ist-frame-overwritten" },
	{ "r7 r4 bad: segment load first", bad_r7_first, 4,
	  "R7:segment-load R4:r7-before-write" },
	{ "r5 bad: two writes on the way in", bad_two_writes_in, 5,
	  "R5:extra-write-in" },
	{ "r5 bad: RDMSR on the way out", bad_read_on_the_way_out, 5,
	  "R5:read-on-crossing-out" },
	{ "r5 bad: set again after the clear", bad_set_after_clear, 5,
	  "R5:set-after-clear R5:extra-write-out" },
	{ "r5 bad: NMI writes in protected code", bad_nmi_writes, 5,
	  "R5:ist-write-from-protected" },
	{ "r5 bad: NMI reads twice", bad_nmi_reads, 5, "R5:ist-extra-read" },
	{ "r5 bad: NMI writes thrice", bad_nmi_writes_in_window, 5,
	  "R5:ist-extra-write" },
	{ "r5 bad: nested NMI reads", bad_nested_read, 5,
	  "R5:nested-nmi-access" },
	{ "r6 bad: idle loses base", bad_idle_base, 6, "R6:idle-base-lost" },
	{ "r6 bad: offline loses base", bad_offline_base, 6,
	  "R6:site-base-lost" },
	{ "r6 bad: arming loses the mark", bad_arming_base, 10,
	  "R6:base-not-kept" },
	{ "r6 good: STIBP that is asked for", ok_stibp, 6, "" },
	{ "r6 bad: STIBP is said and not set", bad_no_stibp, 6,
	  "R6:user-without-stibp" },
	{ "r6 bad: reserved bit", bad_reserved, 6, "R6:reserved-bit-write" },
	{ "r7 bad: exception table", bad_extable, 7, "R7:exception-table" },
	{ "r7 bad: IF=1 at a site", bad_firmware_irqs_on, 5,
	  "R7:interrupts-on-at-site" },
	{ "r10 bad: armed too late", bad_armed_late, 10,
	  "R10:armed-after-alternatives" },
	{ "tracker lost is reported", bad_lost, 2,
	  "R0:kernel code runs while tracked at CPL3 "
	  "R7:outside-entry-text" },
	{ .name = NULL }
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

/* Which kinds a stream of the table was flagged with, and nothing else. */
static bool covered[NR_KINDS];

static void cover_kinds(void)
{
	for (unsigned int i = 0; i < j.nkinds; i++)
		for (unsigned int k = 0; kind_names[k].name; k++)
			if (kind_names[k].rule == j.kind[i].rule &&
			    !strcmp(kind_names[k].name, j.kind[i].name))
				covered[k] = true;
}

/* Was this stream flagged with a kind that the table has not? */
static int strange_kind(void)
{
	for (unsigned int i = 0; i < j.nkinds; i++)
		if (j.kind[i].rule &&
		    !kind_known(j.kind[i].rule, j.kind[i].name))
			return 1;
	return 0;
}

/* A kind without a stream may be one that the judge never finds. */
static int every_kind(void)
{
	int bad = 0;

	for (unsigned int k = 0; kind_names[k].name; k++) {
		if (covered[k])
			continue;
		printf("# no stream is flagged with R%u:%s\n",
		       kind_names[k].rule, kind_names[k].name);
		bad = 1;
	}
	return bad;
}

/* And one that kinds.def has not is a judge out of order. */
static int unknown_kind(void)
{
	judge_init(&j, &cfg, BASE);
	judge_violation(&j, 5, "extra-write-in", K(0x20), 0);
	if (j.lost)
		return 1;
	judge_violation(&j, 6, "extra-write-in", K(0x20), 0);
	return j.lost != 1;
}

/* One more kind than there is room for would count as another. */
static int kinds_overflow(void)
{
	static char names[NR_KINDS + 1][8];
	unsigned int i;

	judge_init(&j, &cfg, BASE);
	for (i = 0; i < NR_KINDS; i++) {
		snprintf(names[i], sizeof(names[i]), "%u", i);
		judge_violation(&j, 0, names[i], K(0x20), 0);
	}
	if (j.lost)
		return 1;
	judge_violation(&j, 0, "another", K(0x20), 0);
	return j.lost != 1;
}

/*
 * IBRS around firmware, in a kernel that runs with retpolines: not armed by
 * it, no R7 for the code around it, and a lost base is seen.
 */
static int firmware_arms_nothing(void)
{
	judge_init(&j, &cfg, BASE);
	judge_wrmsr(&j, K(0x30000), BASE | 1, S_FIRMWARE);
	judge_wrmsr(&j, K(0x30040), BASE, S_FIRMWARE);
	body();
	if (j.armed || j.ever_armed || j.nkinds || j.exercised[6] != 2)
		return 1;
	judge_wrmsr(&j, K(0x30000), 1, S_FIRMWARE);
	return j.nkinds != 1 || strcmp(j.kind[0].name, "site-base-lost");
}

/* One of the two writes of a firmware call is lost: the next one shows it. */
static int firmware_unpaired(void)
{
	judge_init(&j, &cfg, BASE);
	judge_wrmsr(&j, K(0x30000), BASE | 1, S_FIRMWARE);
	judge_wrmsr(&j, K(0x30000), BASE | 1, S_FIRMWARE);
	cover_kinds();
	return j.nkinds != 1 || strcmp(j.kind[0].name, "firmware-unpaired") ||
	       !j.exercised[5];
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

/* The three faults at the seeded site, and none beside it. */
static int seeded_writes(void)
{
	struct judge_cfg c = { .mark = BASE, .drop = K(0x30020) };
	uint64_t val = BASE;
	int bad = 0;

	judge_init(&j, &c, BASE);
	bad |= judge_write_happens(&j, K(0x30020), &val) || val != BASE;
	bad |= !judge_write_happens(&j, K(0x30024), &val) || val != BASE;
	c.fault = F_ONE;
	bad |= !judge_write_happens(&j, K(0x30020), &val) || val != (BASE | 1);
	c.fault = F_HIGH;
	bad |= !judge_write_happens(&j, K(0x30020), &val) || val != 7;
	c.drop = 0;
	bad |= judge_seeded(&j, 0);
	return bad;
}

/* Instructions of a crossing: an NMI inside has a count of its own. */
static int lengths(void)
{
	struct insn_ev handler = { .rip = K(0x3000), .handler = true };
	struct path_stat *call, *nmi;
	uint64_t clock = 0;
	int bad;

	boot(BASE);
	j.insns = &clock;
	clock = 101;		/* the first one is counted already */
	syscall_in();
	set();
	clock = 120;
	nmi_kernel(false);	/* one instruction by this clock */
	idt(0xec, K(0xb00), STACK - 256, false, at_kernel(K(0x2000)), false);
	insn(K(0xb10), I_OTHER);
	iret(STACK - 256, at_kernel(K(0x2000)));
	body();
	judge_insn(&j, &handler);
	clock = 150;
	clear();
	sysret();
	user();
	call = judge_path(&j, E_SYSCALL64, O_USER, L_SYSRET);
	nmi = judge_path(&j, E_VEC0 + VEC_NMI, O_KERNEL, L_KERNEL);
	bad = call->total_min != 49 || call->entry_min != 4 ||
	      call->entry_hist[4] != 1 || call->total_hist[49] != 1;
	return bad || nmi->total_min != 1 || nmi->entry_min != 6;
}

static unsigned int told;

static void tell(struct judge *unused, unsigned int rule, const char *kind)
{
	(void)unused;
	told += rule == 5 && !strcmp(kind, "extra-write-out");
}

/* Whoever wants to stop at a violation hears of each. */
static int violations_told(void)
{
	boot(BASE);
	cfg.violated = tell;
	bad_double_clear();
	cfg.violated = NULL;
	return told != 1;
}

static const struct kind_name *kind_of_name(const char *kind)
{
	unsigned int rule = rule_number(kind);

	for (const struct kind_name *k = kind_names; k->name; k++)
		if (k->rule == rule && !strcmp(k->name, strchr(kind, ':') + 1))
			return k;
	return NULL;
}

/* The parts that @name has before " bad:", as in "r9:offline r3 bad: ...". */
static unsigned int parts_in(const char *name)
{
	char word[40];
	unsigned int parts = 0;
	int used;

	for (; sscanf(name, "%39s%n", word, &used) == 1 && strcmp(word, "bad:");
	     name += used) {
		*word = 'R';
		if (part_named(word) < NR_PARTS)
			parts |= 1u << part_named(word);
		else if (strchr(word, ':') && strchr(word, ':')[1])
			return ~0u;
	}
	return parts;
}

/*
 * What a stream shows that can fail, a line for each: for the map of the proof.
 * A kind that may be of several parts is of the one that the name says, which
 * has to be one of them.  False: the name says what no kind is of.
 */
static bool breaks(const struct stream *s, bool say)
{
	unsigned int named = parts_in(s->name), shown = 0;
	char kinds[512], *next = kinds, *kind;

	snprintf(kinds, sizeof(kinds), "%s", s->kinds);
	while ((kind = strsep(&next, " "))) {
		const struct kind_name *k = kind_of_name(kind);
		unsigned int parts = k ? k->parts : 0;

		if (parts & (parts - 1))
			parts &= named;
		shown |= parts;
		if (k && !k->parts && say)
			printf("# breaks R%u %s\n", k->rule, s->name);
		for (enum rule_part p = 0; p < NR_PARTS; p++)
			if (parts >> p & 1 && say)
				printf("# breaks R%u:%s %s\n", k->rule,
				       part_names[p].name, s->name);
	}
	return !(named & ~shown);
}

/* A name that says another part than its kind may be of is a wrong one. */
static int names_wrong(void)
{
	static const struct stream bad[] = {
		{ "r9:offline bad: -", NULL, 9, "R9:hlt-while-clear" },
		{ "r9:asleep bad: -", NULL, 9, "R9:set-while-offline" },
		{ "r6:high bad: -", NULL, 6, "R6:entry-base-lost" },
	};
	int good = 0;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		good += breaks(&bad[i], false);
	return good;
}

static const struct {
	const char *name;
	int (*bad)(void);
} others[] = {
	{ "r11 counts entry-text accesses", r11_counts },
	{ "firmware writes arm nothing", firmware_arms_nothing },
	{ "firmware: two sets are no pair", firmware_unpaired },
	{ "the three seeded faults, at their site", seeded_writes },
	{ "instructions of a crossing", lengths },
	{ "violations of levels that do not end", open_levels },
	{ "violations are told", violations_told },
	{ "r15: what is not known counts as nothing", ibpb_not_judged },
	{ "r15: the window of a switch", ibpb_window },
	{ "r11: the window of a call of firmware", firmware_window },
	{ "a name that says another part is found", names_wrong },
	{ "every kind of violation has a stream", every_kind },
	{ "a kind not in kinds.def is told", unknown_kind },
	{ "as are more than there is room for", kinds_overflow },
};

static unsigned int done, failed;

static void result(bool bad, const char *name)
{
	failed += bad;
	printf("%s %u %s\n", bad ? "not ok" : "ok", ++done, name);
}

static void run_streams(const struct stream *s)
{
	char got[512];
	bool bad;

	for (; s->name; s++) {
		boot(BASE);
		s->run();
		kinds_of(got, sizeof(got));
		bad = strcmp(got, s->kinds) || strange_kind() ||
		      (s->rule && !j.exercised[s->rule]) || !all_in_paths();
		if (!bad && *s->kinds)
			bad = !breaks(s, true);
		if (!bad)
			cover_kinds();
		result(bad, s->name);
		if (bad)
			printf("# want \"%s\", got \"%s\", R%u seen %u\n",
			       s->kinds, got, s->rule,
			       (unsigned int)j.exercised[s->rule]);
	}
}

static unsigned int count(const struct stream *s)
{
	unsigned int n = 0;

	while (s[n].name)
		n++;
	return n;
}

int main(void)
{
	size_t n = sizeof(others) / sizeof(others[0]);

	printf("KTAP version 1\n1..%zu\n", n + count(streams) +
	       count(leave_streams) + count(site_streams) +
	       count(ibpb_streams) + count(says_streams) + count(guest_streams) +
	       count(page_streams) + count(away_streams));
	cfg.mark = BASE;
	run_streams(streams);
	run_streams(leave_streams);
	run_streams(site_streams);
	run_streams(ibpb_streams);
	run_streams(says_streams);
	run_streams(guest_streams);
	run_streams(page_streams);
	run_streams(away_streams);
	for (size_t i = 0; i < n; i++)
		result(others[i].bad(), others[i].name);
	return failed ? 1 : 0;
}
