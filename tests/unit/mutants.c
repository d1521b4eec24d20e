// SPDX-License-Identifier: GPL-2.0-only
/*
 * tests/proof/mutants.sh: the files, and the word for each way a run can end.
 * mutants-stand.c has what each mutant makes of its kernel and its run.
 */
#include <stdio.h>
#include <string.h>

#include "fake.h"
#include "mutants-stand.h"

#define MUTANTS "tests/proof/mutants.sh "
#define DIR "tests/proof/mutants/"
#define OUT "p/build/results/mutants/"

#define UNASKED "\nSelf-check: not asked, a stand-in"

/*
 * mutant: a patch that says what it does, with lines above its diff; where they
 * say nothing of the self-check it is not asked.
 */
static void mutant(const char *name, const char *does, const char *lines)
{
	bool says = strstr(lines, "Self-check:") || strstr(lines, "Static:");
	char file[64], text[512];

	snprintf(file, sizeof(file), "p/" DIR "%s.patch", name);
	snprintf(text, sizeof(text),
		 "A mistake.\n\n%s%s\n\n"
		 "diff --git a/arch/x86/entry/entry_64.S "
		 "b/arch/x86/entry/entry_64.S\n"
		 "--- a/arch/x86/entry/entry_64.S\n"
		 "+++ b/arch/x86/entry/entry_64.S\n"
		 "@@ -4,3 +4,3 @@\n 4\n-5\n+mutant %s\n 6\n", lines,
		 says ? "" : UNASKED, does);
	put(file, text);
}

#define ONE(rule) "Expect: " rule "\nRun: one"
#define STATIC "\nStatic: nobody sees that"
#define SELF(words) "\nSelf-check:" words

static const struct {
	const char *name, *lines, *says;
} wrong[] = {
	{ "a rule that is none", "Expect: R1 R99\nRun: one",
	  "'R99' is no rule" },
	{ "no rule", "Run: one", "no line 'Expect" },
	{ "a case that is none", "Expect: R1\nRun: three",
	  "has to name a case" },
	{ "no case", "Expect: R1", "has to name a case" },
	{ "a build without its words", "Expect: build\nRun: one",
	  "are one's other half" },
	{ "words without it", "Expect: R1\nSays: no\nRun: one",
	  "are one's other half" },
	{ "no word of the self-check", ONE("R1") SELF(""), "'Self-check:' says nothing" },
	{ "another word", ONE("R1") SELF(" fine"), "has to be 'bad" },
	{ "bad, and not where", ONE("R1") SELF(" bad "), "has to be 'bad" },
	{ "blind, and not why", ONE("R1") SELF(" cannot see, "),
	  "has to be 'bad" },
	{ "not asked, and not why", ONE("R1") SELF(" not asked"),
	  "has to be 'bad" },
	{ "asked where nothing runs", ONE("R1") STATIC SELF(" bad do_nmi"),
	  "nothing runs" },
	{ "asked of a kernel without it", "Expect: R1\nRun: two"
	  SELF(" bad do_nmi"), "only on kernel small" },
	{ "a fault that the image has not", ONE("R1") "\nImage: none",
	  "has to name a fault" },
	{ "a line that is there twice", "Expect: R1\nExpect: R4\nRun: one",
	  "'Expect:' is there twice" },
	{ "a line that says nothing", ONE("R1") "\nDynamic: ", "'Dynamic:' says nothing" },
	{ "a line of another name", ONE("R1") "\nImages: enter-x",
	  "'Images:' is no line" },
	{ "one in small letters", ONE("R1") "\nimage: enter-x", "'image:' is no line" },
	{ "one that is indented", ONE("R1") "\n Dynamic: data", "'Dynamic:' is no line" },
	{ "one with a blank", ONE("R1") "\nDynamic : data", "'Dynamic :' is no line" },
	{ "static, and dynamic", ONE("R1") STATIC "\nDynamic: data", "not both" },
	{ "a build that is run", "Expect: build\nSays: x\nRun: one",
	  "goes with 'Static:'" },
	{ "a row that the kernel has not", ONE("R1") SELF(" bad do_nmi do_nim"),
	  "'do_nim' is no row of its table" },
};

static void files(void)
{
	mutant("01-a", "ret", "Expect: R1\nRun: one");
	must("mv build/linux ..");
	gives("no tree: one line, and 77", 77, "^SKIP: no v4.15 tree", MUTANTS);
	must("mv ../linux build");
	gives("no such mutant", 2, "no mutant '09'", MUTANTS "09");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		mutant("02-b", "ret", wrong[i].lines);
		gives(wrong[i].name, 2, wrong[i].says, MUTANTS "02");
	}
	must("sed -i 1d " DIR "02-b.patch");
	gives("no mistake", 2, "what the mistake is", MUTANTS "02");
	must("rm " DIR "02-b.patch");
	gives("the list", 0, "^01-a .*one .*R1 .*A mistake", MUTANTS "-l");
	gives("caught by a rule it has to be", 0,
	      "PASS .*01-a .*R1:ret .first.", MUTANTS "01");
	ok(found(OUT "mutants.tsv", "^01-a\tPASS\t"), "is PASS");
	ok(found(OUT "mutants.tsv", "R1:ret.sym[+]0x1.R1"),
	   "with all that broke in the table");
}

#define BUILD(text) "Expect: build\nSays: " text "\nRun: one" STATIC
#define DYNAMIC "\nDynamic: a matter of data"

/* mutant <number>-x, and what is said of it alone */
static const struct {
	const char *name, *number, *does, *lines;
	int status;
	const char *says;
} words[] = {
	{ "another rule first", "02", "read", ONE("R5"), 1,
	  "R4:read-before-write broke first, not R5" },
	{ "nobody sees it", "03", "none", ONE("R1"), 1,
	  "FAIL .*caught by no rule" },
	{ "a crash", "04", "crash", ONE("R1"), 1, "FAIL .*only by a crash" },
	{ "no guest", "05", "dead", ONE("R1"), 2, "ERROR .*did not start" },
	{ "a rule without an event", "06", "never", "Expect: R11\nRun: two", 0,
	  "caught by R11 .first." },
	{ "one that does not build", "07", "unbuilt", ONE("R1"), 2,
	  "ERROR .*does not build" },
	{ "one for the checker alone", "09", "ret", ONE("R1") STATIC, 0,
	  "PASS .*caught by ibrs-check: R1" },
	{ "that finds another rule", "12", "ret", ONE("R3") STATIC, 1,
	  "ibrs-check finds R1, not R3" },
	{ "caught by a run only", "13", "read", ONE("R4"), 1,
	  "caught by R4.*, but ibrs-check finds nothing" },
	{ "as it has to be", "15", "read", ONE("R4") DYNAMIC, 0,
	  "PASS .*caught by R4" },
	{ "and the checker sees it", "16", "ret", ONE("R1") DYNAMIC, 1,
	  "Dynamic: is not so" },
	{ "a line that the run lacks", "17", "mute", ONE("R14 says") DYNAMIC, 0,
	  "PASS .*caught by says .first." },
	{ "another line", "18", "mute", ONE("R14 fact") DYNAMIC, 1,
	  "says broke first, not R14 fact" },
	{ "the checker cannot judge", "14", "lost", ONE("R1") STATIC, 2,
	  "ERROR .*ibrs-check could not judge" },
	{ "one that must not build", "19", "unbuilt", BUILD("no such symbol"),
	  0, "PASS .*the build refuses it" },
	{ "and does not, by other words", "20", "unbuilt", BUILD("disk full"),
	  2, "ERROR .*but not by 'disk full'" },
	{ "and does", "21", "ret", BUILD("no such symbol"), 1,
	  "FAIL .*it builds" },
	{ "the self-check finds it, too", "22", "bare",
	  ONE("R1") SELF(" bad do_IRQ do_nmi"), 0, "PASS .*caught by R1:ret" },
	{ "it finds less than is said", "23", "bare", ONE("R1") SELF(" bad do_IRQ"),
	  1, "FAIL .*the self-check finds do_nmi, not do_IRQ" },
	{ "it finds nothing", "24", "unseen", ONE("R1") SELF(" bad do_IRQ"),
	  1, "FAIL .*the self-check finds nothing, not do_IRQ" },
	{ "and need not", "25", "unseen", ONE("R1") SELF(" cannot see, user mode"),
	  0, "PASS .*caught by R1" },
	{ "but does", "26", "bare", ONE("R1") SELF(" cannot see, user mode"),
	  1, "FAIL .*finds do_nmi: Self-check: cannot see is not so" },
	{ "nor where IBRS was left set", "29", "left",
	  ONE("R1") SELF(" cannot see, user mode"), 0, "PASS .*caught by R1" },
	{ "its table is cut off", "27", "cut", ONE("R1") SELF(" bad do_nmi"),
	  2, "ERROR .*no table of the self-check" },
	{ "a series that it finds bad", "28", "bare",
	  "Expect: R1\nRun: dirty" SELF(" bad do_nmi"), 2,
	  "dirty without a mutant: the self-check finds do_nmi" },
	{ "a run that is no FAIL", "30", "contrary", ONE("R1"), 2,
	  "ERROR .*R1 is FAIL, and the run is ERROR" },
	{ "a run without a word", "31", "wordless", ONE("R1"), 2,
	  "ERROR .*R1 is FAIL, and the run is ERROR" },
	{ "a finding, and no exit status of one", "32", "shy", ONE("R1"), 2,
	  "ERROR .*ibrs-check could not judge" },
	{ "the status, and no finding", "33", "loud", ONE("R1") STATIC, 2,
	  "ERROR .*ibrs-check could not judge" },
	{ "a finding behind the end", "34", "behind", ONE("R1") STATIC, 2,
	  "ERROR .*ibrs-check could not judge" },
	{ "a table without a row", "35", "rowless", ONE("R1") SELF(" cannot see, it"),
	  2, "ERROR .*self-check has checked nothing" },
	{ "a row that is cut off", "36", "garbled", ONE("R1") SELF(" cannot see, it"),
	  2, "ERROR .*self-check's table: 'do_IRQ 9 2' is no row" },
	{ "a series that fails by no rule", "37", "ret", "Expect: R1\nRun: failed", 2,
	  "failed is FAIL without a mutant" },
	{ "one whose guest stops", "38", "ret", "Expect: R1\nRun: stopped", 2,
	  "stopped without a mutant: the guest did not come" },
	{ "one of which the judge lost track", "39", "ret", "Expect: R1\nRun: strayed",
	  2, "strayed without a mutant: the instrument lost track" },
	{ "one whose result is damaged", "40", "ret", "Expect: R1\nRun: damaged", 2,
	  "damaged gave no result" },
	{ "one without a word", "41", "ret", "Expect: R1\nRun: undecided", 2,
	  "undecided without a mutant: it has no verdict" },
	{ "one that has checked nothing", "42", "bare",
	  "Expect: R1\nRun: unchecked" SELF(" bad do_nmi"), 2,
	  "unchecked without a mutant: .* no row in it" },
	{ "one that has nothing to check", "44", "bare",
	  "Expect: R1\nRun: refused" SELF(" bad do_nmi"), 0,
	  "PASS .*caught by R1:ret" },
	{ "one where a path was never checked", "43", "bare",
	  "Expect: R1\nRun: missing" SELF(" bad do_nmi"), 2,
	  "missing without a mutant: .* bad or missing" },
	{ "a series that breaks a rule", "10", "ret", "Expect: R1\nRun: bad", 2,
	  "breaks R1 R7 without a mutant" },
};

static void runs(void)
{
	char name[8];

	for (size_t i = 0; i < COUNT(words); i++) {
		snprintf(name, sizeof(name), "%s-x", words[i].number);
		mutant(name, words[i].does, words[i].lines);
		gives(words[i].name, words[i].status, words[i].says,
		      MUTANTS "%s", words[i].number);
	}
	ok(!there(OUT "mutants.tsv"), "leaves no result");
	ok(found(OUT "24-x/verdict.tsv", "\tclear\t-\t") &&
	   found(OUT "29-x/verdict.tsv", "\tset\t-\t"),
	   "C that ran with IBRS clear is told from C that did not");
	ok(found("p/scripts/kernel.sh.args", "kernel/selfcheck selfcheck$") &&
	   found("p/scripts/kernel.sh.args", "kernel/small small$"),
	   "the self-check is asked on its kernel, the rules without it");
	ok(found("p/scripts/kernel.sh.args", "kernel/debug debug$"),
	   "and each on the kernel of its case");
	gives("which the checker alone does not see", 0,
	      "PASS .*caught by ibrs-check: R1", MUTANTS "-c 10");
	gives("nor what a run only shows", 77, "SKIP .*a matter of data",
	      MUTANTS "-c 15");
	mutant("08-x", "ret", ONE("R1"));
	must("sed -i 's/^-5$/-55/' " DIR "08-x.patch");
	gives("one that does not apply", 2, "ERROR .*does not apply",
	      MUTANTS "08");
	must("rm " DIR "0[2-8]* " DIR "[1-4]*");
	mutant("11-x", "ret", ONE("R1"));
	mutant("12-x", "bare", ONE("R1") SELF(" bad do_nmi"));
	gives("all of them", 0, "1 of them run C with IBRS clear.*finds 1",
	      MUTANTS);
	ok(found(OUT "mutants.tsv", "clear\tdo_nmi$") == 1,
	   "with what the self-check found in the table");
	ok(found(OUT "mutants.ktap", "^ok ") == 4, "are in the KTAP");
	gives("build/linux stays as it was", 0, NULL,
	      "[ -z \"$(git -C build/linux status --porcelain)\" ]");
}

int main(int argc, char **argv)
{
	stand_in(argc, argv);
	begin(argc, argv);
	stand_ins();
	files();
	runs();
	return end();
}
