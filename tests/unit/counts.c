// SPDX-License-Identifier: GPL-2.0-only
/* counts: what a record is made of, and each reason why there is none. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/commands.h"
#include "unit/compare.h"

#define SERIES	"aaa"
#define IMAGE	"eee"

/* --- results by hand ------------------------------------------------- */

struct keys {
	const char *series, *set, *date, *gcc, *more;
};

static const struct keys good = { SERIES, "", "2026-02-01", "12.2.0", "" };

static void made(const char *file, const struct keys *k)
{
	FILE *f = create(file);

	fprintf(f, "series\t%s\nset\t%s\ndate\t%s\ngcc\t%s\nqemu\t7.2.22 (X)\n"
		"commit\tc%s\nid\t1\nstatus\t0\n%s", k->series, k->set,
		k->date, k->gcc, k->date, k->more);
	fclose(f);
}

static void said(const char *name, const char *word)
{
	FILE *f = create(path("c/%s/verdict.tsv", name) + strlen(dir) + 1);

	fprintf(f, "case\t%s\t%s\t3\t\n", name, word);
	fclose(f);
}

static void meta(FILE *f, const char *key, const char *value)
{
	record(f, REC_META, (const char *[META_COLUMNS]){
		[META_KEY] = key, [META_VALUE] = value });
}

/* A path of ten crossings, all with @wr and @rd accesses. */
static void row(FILE *f, const char *name, const char *in_least,
		const char *in, const char *out, const char *wr,
		const char *rd)
{
	record(f, REC_PATH, (const char *[PATH_COLUMNS]){
		[PATH_NAME] = name, [PATH_CROSSINGS] = "10",
		[PATH_WRMSR] = wr, [PATH_RDMSR] = rd,
		[PATH_IN_MIN] = in_least, [PATH_IN_TYP] = in,
		[PATH_IN_MAX] = "99", [PATH_OUT_MIN] = "1",
		[PATH_OUT_TYP] = out, [PATH_OUT_MAX] = "99" });
}

static void rows(FILE *f, const char *irq)
{
	static const char * const names[] = {
		"SYSCALL64/FAULT", "SYSENTER/SYSRET", "SYSENTER/IRET",
		"SYSCALL32/SYSRET", "SYSCALL32/IRET", "INT80/IRET",
		"INT80/FAULT", "#DE/IRET", "#DB/IRET", "#BP/IRET", "#UD/IRET",
		"#GP/IRET", "#PF/IRET", "#GP@bad-iret/IRET",
		"#NP@bad-iret/IRET", "#DF@window", "NMI/IRET",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		row(f, names[i], "20", "23", strstr(names[i], "SYSRET") ?
		    "18" : "25", "20", "0");
	row(f, "SYSCALL64/SYSRET", "20", "22", "19", "20", "0");
	row(f, "SYSCALL64/IRET", "20", "22", "25", "20", "0");
	row(f, "IRQ/IRET", irq, "21", "25", "20", "0");
	row(f, "IRQ@kernel", "0", "0", "0", "0", "0");
	row(f, "#GP@kernel", "0", "0", "0", "0", "0");
	row(f, "#PF@kernel", "0", "0", "0", "0", "0");
	row(f, "#DB@kernel", "0", "0", "0", "0", "10");
	row(f, "NMI@kernel", "0", "0", "0", "0", "10");
	row(f, "#DB@window", "65", "65", "0", "20", "10");
	row(f, "NMI@window", "90", "93", "0", "23", "10");
}

static void run(const char *name, const char *insns, const char *irq)
{
	FILE *f = create(path("c/%s/rig.tsv", name) + strlen(dir) + 1);

	meta(f, "run_id", "1");
	meta(f, "insns", insns);
	meta(f, "entry_bytes", "7048");
	rows(f, irq);
	fprintf(f, "end\n");
	fclose(f);
	said(name, "PASS");
	made(path("c/%s/run.tsv", name) + strlen(dir) + 1, &good);
}

static void all(void)
{
	run("pti-smp1", "1160000000", "21");
	run("nopti-smp1", "1440000000", "15");
	run("pti-smp2", "2", "19");
	run("nopti-smp2", "2", "15");
}

static void counts_say(const char *name, const char *record,
		       const char *says)
{
	GIVES(name, 0, says, cmd_counts, path("c"), SERIES, IMAGE,
	      path("out"), (char *)record);
}

/* --- why there is none ----------------------------------------------- */

/* The run of nopti-smp1 with those keys. */
static void keyed(const char *name, struct keys k, const char *says)
{
	made("c/nopti-smp1/run.tsv", &k);
	counts_say(name, "runs", says);
	made("c/nopti-smp1/run.tsv", &good);
}

static struct keys but(const char *series, const char *set, const char *gcc,
		       const char *more)
{
	return (struct keys){ series, set, good.date, gcc, more };
}

static void reasons(void)
{
	all();
	counts_say("whole, PASS and of this series", "runs", "runs\thave");
	ok(!access(path("out/runs.tsv"), F_OK), "leaves the record", "none");
	keyed("of another series", but("bbb", "", "12.2.0", ""),
	      "runs\tnone\tnopti-smp1: is of another series (bbb, not aaa)");
	ok(access(path("out/runs.tsv"), F_OK), "and takes the old one away",
	   "it is there");
	keyed("with edits", but(SERIES, "edits", "12.2.0", ""),
	      "runs\tnone\tnopti-smp1: was made with edits");
	keyed("with APPEND=", but(SERIES, "APPEND=", "12.2.0", ""),
	      "runs\tnone\tnopti-smp1: was made with APPEND=");
	keyed("of two compilers", but(SERIES, "", "13.1.0", ""),
	      "runs\tnone\tnopti-smp1: is of gcc 13.1, others are of 12.2");
	keyed("of one that is newer by a patch level",
	      but(SERIES, "", "12.2.1", ""), "runs\thave");
	keyed("with a key twice", but(SERIES, "", "12.2.0", "series\taaa\n"),
	      "runs\tnone\tnopti-smp1: run.tsv: a key is there twice");
	keyed("of another image", but(SERIES, "", "12.2.0", "image\tfff\n"),
	      "runs\tnone\tnopti-smp1: is of another entry image (fff,*");
	keyed("of this image", but(SERIES, "", "12.2.0", "image\teee\n"),
	      "runs\thave");
	put("c/nopti-smp1/run.tsv", "id\t1\nstatus\t0\n");
	counts_say("without an identity", "runs",
		   "runs\tnone\tnopti-smp1: does not say what it was made*");
	put("c/nopti-smp1/run.tsv", "id\t2\nstatus\t0\n");
	counts_say("of two runs", "runs", "runs\tnone\tnopti-smp1: run.tsv and*");
}

static void words(void)
{
	static const struct timespec past[2] = { { 1, 0 }, { 1, 0 } };

	all();
	said("nopti-smp1", "FAIL");
	counts_say("FAIL", "runs",
		   "runs\tnone\tnopti-smp1: is no PASS (FAIL)");
	said("nopti-smp1", "PASS");
	utimensat(AT_FDCWD, path("c/nopti-smp1/verdict.tsv"), past, 0);
	counts_say("judged, and then changed", "runs",
		   "runs\tnone\tnopti-smp1: rig.tsv is newer than its verdict");
	remove(path("c/nopti-smp1/verdict.tsv"));
	counts_say("not judged", "runs",
		   "runs\tnone\tnopti-smp1: is no PASS (ERROR)");
	all();
	put("c/nopti-smp1/rig.tsv", "meta\trun_id\t1\n");
	counts_say("cut short", "runs",
		   "runs\tnone\tnopti-smp1: *is cut short*");
	remove(path("c/nopti-smp1/rig.tsv"));
	counts_say("a source that is missing", "runs",
		   "runs\tnone\tnopti-smp1: has not been run");
	GIVES("a record that is none", 2, "error: counts: no record 'x'",
	      cmd_counts, path("c"), SERIES, IMAGE, path("out"), "x");
	GIVES("no place for it", 2, "error: */none/*: No such file*",
	      (all(), cmd_counts), path("c"), SERIES, IMAGE, path("none"),
	      "runs");
}

/* --- what is in one -------------------------------------------------- */

static void windows(void)
{
	all();
	counts_say("the windows", "windows", "windows\thave");
	leaves("are exact", "out/windows.tsv", "kind\texact");
	ok(!strstr(text_of("out/windows.tsv"), "date"), "have no date",
	   text_of("out/windows.tsv"));
	leaves("name the programs", "out/windows.tsv",
	       "with\tgcc 12.2, QEMU 7.2");
	leaves("are the most frequent", "out/windows.tsv",
	       "pti.SYSCALL64/SYSRET.window\t22/19");
	leaves("an interrupt's is the least of two runs", "out/windows.tsv",
	       "pti.IRQ/IRET.in\t19");
	leaves("accesses at each crossing", "out/windows.tsv",
	       "pti.NMI@kernel.rdmsr\t1");
	ok(!strstr(text_of("out/windows.tsv"), "NMI@window.wrmsr") &&
	   !strstr(text_of("out/windows.tsv"), "NMI@window.in"),
	   "and none where chance decides", text_of("out/windows.tsv"));
	leaves("an entry by itself", "out/windows.tsv", "pti.SYSCALL64.in\t22");
	leaves("an exit by itself", "out/windows.tsv",
	       "nopti.exit.SYSRETL.out\t18");
	ok(!strstr(text_of("out/windows.tsv"), "exit.SYSRET.out\t25"),
	   "is not another's", text_of("out/windows.tsv"));
	made("c/pti-smp1/run.tsv", &(struct keys){ SERIES, "", "2026-01-01",
						   "12.2.0", "" });
	counts_say("a record of runs", "runs", "runs\thave");
	leaves("is as old as the oldest", "out/runs.tsv", "date\t2026-01-01");
	leaves("of that commit", "out/runs.tsv", "commit\tc2026-01-01");
	leaves("in thousand millions", "out/runs.tsv", "insns.least\t1.2");
}

static void mutants(void)
{
	static const char head[] = "mutant\tword\n";
	static const char run[] = "a\tPASS\tx\tR1\tR1:k\tp\tR1\tR1 R2\t9\tset\t\n";
	static const char check[] = "b\tPASS\tx\tR1\tR1\t\t\tR1\t9\t-\t\n";
	char text[512];

	made("c/mutants/made.tsv", &good);
	snprintf(text, sizeof(text), "%s%s%s", head, run, check);
	put("c/mutants/mutants.tsv", text);
	counts_say("mutants", "mutants", "mutants\thave");
	leaves("by a run", "out/mutants.tsv", "run\t1");
	leaves("by ibrs-check", "out/mutants.tsv", "check\t1");
	leaves("what breaks in a run", "out/mutants.tsv", "rig.R1.1\ta");
	leaves("and what ibrs-check finds", "out/mutants.tsv", "check.R1.2\tb");
	memcpy(strstr(text, "PASS"), "FAIL", 4);
	put("c/mutants/mutants.tsv", text);
	counts_say("one not caught", "mutants",
		   "mutants\tnone\tmutants: a is no PASS (FAIL)");
	put("c/mutants/mutants.tsv", head);
	counts_say("none at all", "mutants",
		   "mutants\tnone\tmutants: no mutants.tsv");
	remove(path("c/mutants/made.tsv"));
	counts_say("not to their end", "mutants",
		   "mutants\tnone\tmutants: not there, or not to its end");
}

static void exclusions(void)
{
	run("sweep-control", "5", "1");
	put("c/sweep-control/control.tsv",
	    "A\tpanics\tx\nB\tis reset\tx\nC\thangs\tx\nD\thangs\tx\n");
	counts_say("exclusions lifted", "sweep-control", "sweep-control\thave");
	leaves("that hang", "out/sweep-control.tsv", "hangs\t2");
	put("c/sweep-control/control.tsv", "A\tpanics\tx\nB\tlives\tx\n");
	counts_say("one that does no harm", "sweep-control",
		   "sweep-control\tnone\tsweep-control: control.tsv: not*");
}

/* NMIs that break R1 and R7 while other code runs clear, @r1 and more of R1. */
static void idle_run(const char *name, const char *nmis, const char *r1)
{
	FILE *f;

	run(name, "5", "1");
	f = create(path("c/%s/rig.tsv", name) + strlen(dir) + 1);
	meta(f, "run_id", "1");
	record(f, REC_PATH, (const char *[PATH_COLUMNS]){
		[PATH_NAME] = "NMI@window", [PATH_CROSSINGS] = nmis,
		[PATH_RULE(1)] = r1, [PATH_RULE(7)] = "7" });
	record(f, REC_RULE, (const char *[RULE_COLUMNS]){
		[RULE_ID] = "R1", [RULE_EXERCISED] = "9",
		[RULE_VIOLATIONS] = "150" });
	fprintf(f, "end\n");
	fclose(f);
	said(name, "PASS");
}

static void idle(void)
{
	idle_run("debian-idle", "20", "120");
	idle_run("debian-idle-control", "20", "0");
	idle_run("debian", "4", "0");
	idle_run("pti-smp2", "3", "0");
	counts_say("NMIs in idle", "idle", "idle\thave");
	leaves("how many", "out/idle.tsv", "debian-idle.nmis\t20");
	leaves("in their handlers", "out/idle.tsv",
	       "debian-idle.R1.handler\t120");
	leaves("and in all of the run", "out/idle.tsv", "debian-idle.R1\t150");
	leaves("the other rule's", "out/idle.tsv", "debian-idle.R7.handler\t7");
	leaves("the control's", "out/idle.tsv",
	       "debian-idle-control.R1.handler\t0");
	idle_run("debian", "0", "0");
	counts_say("a control without an NMI", "idle-cloud",
		   "idle-cloud\tnone\tdebian: no NMI@window");
	all();
}

/* Of Debian's kernels the rules of what they alone have: one of them has R16. */
static void debian_asked(struct keys *k)
{
	static const char * const names[] = { "cloud-amd64", "amd64", "rt-amd64",
		"6.12-cloud-amd64", "6.12-amd64", "6.12-rt-amd64" };
	char file[80];

	for (size_t i = 0; i < 6; i++) {
		snprintf(file, sizeof(file), "c/matrix/debian-%s/made.tsv",
			 names[i]);
		made(file, k);
		snprintf(file, sizeof(file), "c/matrix/debian-%s/tsv", names[i]);
		put(file, i ? "" : "judged\tR1\tPASS\t8\tx\n"
		    "judged\tR16\tPASS\t7\tx\n");
	}
}

/* What streams and fixtures have shown; the same twice is once. */
static void evidence(void)
{
	struct keys k = good;

	k.more = "judges\trig 11 check 22 image 33\n";
	made("unit/made.tsv", &k);
	put("unit/layers.ktap", "# rules\n# breaks R1 no judge\n# judge\n"
	    "ok 1 r1 bad: x\n# breaks R1 r1 bad: x\n# breaks R1 r1 bad: x\n"
	    "# breaks R9:offline r9:offline bad: y\n# fixtures\n"
	    "# breaks R1 bad-x-R1\n# breaks R1 bad-y-R1\n# macros\n"
	    "# breaks R2 no judge\n");
	counts_say("what can fail", "evidence", "evidence\thave");
	leaves("a stream", "out/evidence.tsv",
	       "rig.R9:offline.1\tr9:offline bad: y");
	leaves("fixtures, by number", "out/evidence.tsv",
	       "check.R1.2\tbad-y-R1");
	ok(!strstr(text_of("out/evidence.tsv"), "rig.R1.2") &&
	   !strstr(text_of("out/evidence.tsv"), "no judge"), "and no more",
	   text_of("out/evidence.tsv"));
	leaves("which judges saw it", "out/evidence.tsv",
	       "judges\trig 11 check 22 image 33");
	made("c/matrix/small/made.tsv", &k);
	k.more = "judges\trig 12 check 22 image 33\n";
	made("c/matrix/debug/made.tsv", &k);
	put("c/matrix/small/tsv", "judged\tR3\tPASS\t3\tx\npart\tR3:ist\t2\n"
	    "judged\tR1\tPASS\t5\tx\njudged\tR2\tSKIP\t0\tx\n");
	put("c/matrix/debug/tsv", "judged\tR1\tPASS\t4\tx\n");
	debian_asked(&k);
	counts_say("what was asked", "judged-check", "judged-check\thave");
	leaves("of all runs", "out/judged-check.tsv", "R1\t9");
	leaves("of what the others have", "out/judged-check.tsv", "R16\t7");
	leaves("by part", "out/judged-check.tsv", "R3:ist\t2");
	leaves("of judges that differ", "out/judged-check.tsv",
	       "judges\trig - check 22 image 33");
}

void counts(void)
{
	put("out/x", "");
	reasons();
	words();
	windows();
	mutants();
	exclusions();
	idle();
	evidence();
}
