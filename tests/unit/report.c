// SPDX-License-Identifier: GPL-2.0-only
/* From counts to words: each way a run can be anything but PASS. */
#include <stdio.h>
#include <string.h>

#include "unit/report.h"

struct result r;
struct options o;
static struct verdict v;
static char syscall_path[] = "SYSCALL64/SYSRET";
static char nmi_path[] = "NMI@kernel";
static char known_kind[] = "ist-restore-from-protected";
static char other_kind[] = "extra-write-out";
static char first_kind[] = "R5:extra-write-out";

/* A run in which everything was exercised and held. */
static void good(void)
{
	memset(&r, 0, sizeof(r));
	memset(&o, 0, sizeof(o));
	o.name = "test";
	r.ended = r.done = true;
	r.cpus = r.active = r.armed = r.armings = 1;
	r.insns = 2000000000;
	r.crossings = 100;
	r.mark = r.base = 0x100000006ull;
	r.pti = 1;
	r.nmis = r.nmi_asked = 10;
	for (unsigned int i = 1; i < NR_RULES; i++)
		r.exercised[i] = 5;
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		r.part[p] = 5;
	r.row[0].name = syscall_path;
	r.row[1].name = nmi_path;
	r.row[0].n = r.row[1].n = 1;
	r.nrows = 2;
}

static void kind(unsigned int rule, char *name)
{
	r.kind[r.nkinds].rule = rule;
	r.kind[r.nkinds].name = name;
	r.kind[r.nkinds++].count = 3;
	r.violations[rule] += 3;
}

void broken(void)
{
	kind(5, other_kind);
}

static void announced(void)
{
	kind(5, known_kind);
	o.known[o.nknown++] = "R5:ist-restore-from-protected";
}

static void announced_plus(void)
{
	announced();
	kind(5, other_kind);
}

static void announced_missing(void)
{
	o.known[o.nknown++] = "R5:ist-restore-from-protected";
}

static void chance(void)
{
	o.known[o.nknown++] = "R5:ist-restore-from-protected?";
}

static void chance_came(void)
{
	chance();
	kind(5, known_kind);
}

static void chance_other(void)
{
	chance();
	kind(5, other_kind);
}

static void hung(void)
{
	r.done = false;
}

static void unarmed(void)
{
	r.armed = 0;
}

static void half_armed(void)
{
	r.active = 2;
}

static void lost(void)
{
	r.lost = 1;
}

static void lost_broken(void)
{
	lost();
	broken();
}

static void off(void);

static void lost_off(void)
{
	off();
	lost();
}

static void short_run(void)
{
	o.min_insns = 3000000000;
}

static void no_nmi(void)
{
	r.nmis = 0;
}

static void no_mce(void)
{
	r.mix_asked = 4;
}

static void never_compared(void)
{
	r.held = 1;
}

static void compared(void)
{
	r.held = r.compared = 1;
}

static void missing_path(void)
{
	o.require[o.nrequire++] = "SYSENTER";
}

static void bare_nmi_missing(void)
{
	o.require[o.nrequire++] = "NMI";
}

static void paths_there(void)
{
	o.require[o.nrequire++] = "SYSCALL64";
	o.require[o.nrequire++] = "SYSCALL64/SYSRET";
	o.require[o.nrequire++] = "NMI@*";
}

static void unexercised(void)
{
	r.exercised[3] = 0;
}

static void base_zero(void)
{
	r.part[PART_R6_stibp] = r.part[PART_R6_ssbd] = 0;
	r.part[PART_R6_high] = 0;
}

static void base_zero_skipped(void)
{
	base_zero();
	o.skip[o.nskip++] = "R6:base 0 here";
}

static void skip_hides_nothing(void)
{
	kind(6, other_kind);
	o.skip[o.nskip++] = "R6:base 0 here";
}

static void weak_mark(void)
{
	r.mark = r.base = 6;
}

static void no_pti(void)
{
	r.pti = 0;
	r.exercised[8] = 0;
}

static void off(void)
{
	o.off = true;
	r.armed = 0;
	memset(r.exercised, 0, sizeof(r.exercised));
}

static void off_but_access(void)
{
	off();
	r.entry_msr = 1;
}

/* IBRS_ALL: set once, and found set at each crossing out. */
static void ibrs_all(void)
{
	static char name[] = "set-at-crossing-out";

	o.off = o.all = true;
	r.sets = 1;
	kind(2, name);
	r.exercised[2] = 3;
}

static void ibrs_all_clear(void)
{
	ibrs_all();
	r.exercised[2] = 4;
}

static void ibrs_all_again(void)
{
	ibrs_all();
	r.sets = 2;
}

static void ibrs_all_entry(void)
{
	ibrs_all();
	r.entry_msr = 1;
}

static void off_but_armed(void)
{
	off();
	r.armed = 1;
}

/* 48h had bit 0 set each time a processor came up, and it was cleared. */
static void off_found(void)
{
	off();
	r.mark |= 1;
	r.found = r.exercised[11] = 2;
}

static void off_found_once(void)
{
	off_found();
	r.exercised[11] = 1;
}

static void off_found_none(void)
{
	off_found();
	r.found = r.exercised[11] = 0;
}

static void no_update(void)
{
	r.ucode_asked = 1;
}

static void updated(void)
{
	r.ucode_asked = r.updates = 1;
}

/* A part of a rule that is not judged while IBRS is off. */
static void off_part_never_seen(void)
{
	off();
	r.part[PART_R5_firmware] = 0;
	o.require[o.nrequire++] = "R5:firmware";
}

static struct site_row idle_writes = {
	.write = true, .name = syscall_path, .cls = (char[]){ "idle" },
	.count = 9477,
};

static void off_idle_writes(void)
{
	off();
	r.site = &idle_writes;
	r.nsites = 1;
}

static void off_nothing(void)
{
	off();
	r.crossings = 0;
}

static void seeded_found(void)
{
	o.seeded = true;
	r.dropped = 7;
	broken();
}

static void seeded_missed(void)
{
	o.seeded = true;
	r.dropped = 7;
}

static void seeded_only_known(void)
{
	o.seeded = true;
	r.dropped = 7;
	announced();
}

static void seeded_never(void)
{
	o.seeded = true;
	broken();
}

/* stop=1: no closing line, little exercised, and the one that it ended at. */
static void stopped(void)
{
	r.stopped = 1;
	r.done = false;
	r.first = first_kind;
	memset(r.exercised, 0, sizeof(r.exercised));
	broken();
}

static void seeded_stopped(void)
{
	stopped();
	o.seeded = true;
	r.dropped = 1;
}

static void seeded_stopped_before(void)
{
	stopped();
	o.seeded = true;
}

static void firmware_broken(void)
{
	off();
	r.exercised[5] = 4;
	kind(5, other_kind);
}

static void nothing(void)
{
}

static const struct report_test tests[] = {
	{ "all held", nothing, W_PASS, 5, W_PASS },
	{ "a broken rule", broken, W_FAIL, 5, W_FAIL },
	{ "an announced deviation", announced, W_PASS, 5, W_PASS },
	{ "another one beside it", announced_plus, W_FAIL, 5, W_FAIL },
	{ "announced and not seen", announced_missing, W_FAIL, 5, W_FAIL },
	{ "one that may come, and does not", chance, W_PASS, 5, W_PASS },
	{ "and comes", chance_came, W_PASS, 5, W_PASS },
	{ "and another does", chance_other, W_FAIL, 5, W_FAIL },
	{ "guest without closing line", hung, W_ERROR, 5, W_PASS },
	{ "never armed", unarmed, W_ERROR, 10, W_ERROR },
	{ "one processor not armed", half_armed, W_FAIL, 10, W_FAIL },
	{ "tracker lost", lost, W_LOST, 5, W_LOST },
	{ "tracker lost, and a rule broken", lost_broken, W_LOST, 5, W_LOST },
	{ "tracker lost, off", lost_off, W_LOST, 11, W_LOST },
	{ "too few instructions", short_run, W_ERROR, 5, W_PASS },
	{ "NMIs asked for, none came", no_nmi, W_ERROR, 5, W_PASS },
	{ "#MC asked for, none came", no_mce, W_ERROR, 5, W_PASS },
	{ "QEMU holds 48h, none read it", never_compared, W_ERROR, 5, W_PASS },
	{ "QEMU holds 48h, and agreed", compared, W_PASS, 5, W_PASS },
	{ "microcode asked for, none loaded", no_update, W_ERROR, 5, W_PASS },
	{ "microcode loaded", updated, W_PASS, 5, W_PASS },
	{ "required path missing", missing_path, W_ERROR, 5, W_PASS },
	{ "NMI is not NMI@kernel", bare_nmi_missing, W_ERROR, 5, W_PASS },
	{ "required paths there", paths_there, W_PASS, 5, W_PASS },
	{ "rule not exercised", unexercised, W_ERROR, 3, W_ERROR },
	{ "base 0", base_zero, W_ERROR, 6, W_ERROR },
	{ "base 0, skipped", base_zero_skipped, W_PASS, 6, W_SKIP },
	{ "skip hides no violation", skip_hides_nothing, W_FAIL, 6, W_FAIL },
	{ "mark without high half", weak_mark, W_ERROR, 6, W_ERROR },
	{ "pti=off", no_pti, W_PASS, 8, W_SKIP },
	{ "off", off, W_PASS, 11, W_PASS },
	{ "off never passes R1", off, W_PASS, 1, W_SKIP },
	{ "off with an access", off_but_access, W_FAIL, 11, W_FAIL },
	{ "off and armed", off_but_armed, W_FAIL, 11, W_FAIL },
	{ "off, and idle writes", off_idle_writes, W_FAIL, 11, W_FAIL },
	{ "off, a demanded part never seen", off_part_never_seen, W_ERROR, 11,
	  W_PASS },
	{ "off and nothing seen", off_nothing, W_ERROR, 11, W_ERROR },
	{ "off, bit 0 found set and cleared", off_found, W_PASS, 11, W_PASS },
	{ "off, not cleared on the way back", off_found_once, W_FAIL, 11,
	  W_FAIL },
	{ "off, bit 0 of the mark never found", off_found_none, W_ERROR, 11,
	  W_ERROR },
	{ "off, and firmware writes unpaired", firmware_broken, W_FAIL, 5,
	  W_FAIL },
	{ "IBRS_ALL, set at each crossing out", ibrs_all, W_PASS, 2, W_PASS },
	{ "IBRS_ALL, one write", ibrs_all, W_PASS, 11, W_PASS },
	{ "IBRS_ALL, clear in user mode", ibrs_all_clear, W_FAIL, 2, W_FAIL },
	{ "IBRS_ALL, written again", ibrs_all_again, W_FAIL, 11, W_FAIL },
	{ "IBRS_ALL, written on entry", ibrs_all_entry, W_FAIL, 11, W_FAIL },
	{ "stopped at a violation", stopped, W_FAIL, 5, W_FAIL },
	{ "seeded, stopped there", seeded_stopped, W_PASS, 5, W_FAIL },
	{ "seeded, stopped before the site ran", seeded_stopped_before, W_ERROR,
	  5, W_FAIL },
	{ "seeded fault found", seeded_found, W_PASS, 5, W_FAIL },
	{ "seeded fault missed", seeded_missed, W_FAIL, 5, W_PASS },
	{ "seeded, only announced", seeded_only_known, W_FAIL, 5, W_PASS },
	{ "seeded site never ran", seeded_never, W_ERROR, 5, W_FAIL },
};

static unsigned int run(const struct report_test *t, unsigned int n)
{
	bool bad;

	good();
	t->change();
	memset(&v, 0, sizeof(v));
	judge_result(&r, &o, &v);
	bad = v.run != t->run || v.rule[t->rule] != t->word;
	printf("%s %u %s\n", bad ? "not ok" : "ok", n, t->name);
	if (bad)
		printf("# run %s, R%u %s: %s\n", word_name(v.run), t->rule,
		       word_name(v.rule[t->rule]), v.why[t->rule]);
	return bad;
}

int main(void)
{
	unsigned int n = 0, failed = 0;

	printf("KTAP version 1\n");
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		failed += run(&tests[i], ++n);
	for (const struct report_test *t = sweep_tests; t->name; t++)
		failed += run(t, ++n);
	for (const struct report_test *t = guest_tests; t->name; t++)
		failed += run(t, ++n);
	for (const struct report_test *t = parts_tests; t->name; t++)
		failed += run(t, ++n);
	for (const struct report_test *t = breaks_tests; t->name; t++)
		failed += run(t, ++n);
	printf("1..%u\n", n);
	return failed ? 1 : 0;
}
