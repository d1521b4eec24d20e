// SPDX-License-Identifier: GPL-2.0-only
/*
 * tests/run: bad input, choice of cases, and the word at the end, with a
 * stand-in for QEMU and the kernel.
 */
#include <stdio.h>

#include "fake.h"
#include "guest.h"

#define ARGS "p/tests/qemu.sh.args"
/* what the stand-in for QEMU is told by such a file */
#define FLAG "tests/qemu.sh."

static const struct step real_table[] = {
	{ "the table of cases is read", 0, "^pti-smp1 .*run", RUN "-l" },
	{ "make run has four cases", 0, "^4$",
	  RUN "-l | grep -c '  run check  '" },
	{ "with what each is", 0, "^pti-smp1 .* all guest work", RUN "-l" },
	{ "a case that is none", 2, "no case 'nix'", RUN "nix" },
	{ "a group that is none", 2, "no case in group 'nix'", RUN "-g nix" },
	{ "no case", 2, "^Usage:", RUN },
	{ "ACCEL=kvm", 2, "make boot ACCEL=kvm", "ACCEL=kvm " RUN "debian" },
	{ "CONFIG= that is not there", 2, "^error: CONFIG=/nix: no such file",
	  "CONFIG=/nix " RUN "image-pti" },
	{ "a QEMU that is not there", 2, "^error: QEMU=/nix: no such program",
	  "QEMU=/nix " RUN "image-pti" },
	{ "without a tree: one line, and 77", 77, "^SKIP: no v4.15 tree",
	  RUN "debug" },
	{ "and no word for any case", 0, NULL, "[ ! -e build/results ]" },
	{ "results that cannot be written", 2, "another place for results",
	  RUN "-o /proc/nix image-pti" },
};

/* a table that is wrong: "cases.cfg:<line>: " and this */
static const struct {
	const char *says, *text;
} wrong[] = {
	{ "unknown key 'typo'", "[a]\ntypo = 1\n" },
	{ "faults: no faults 'none'", "[a]\nfaults = ignore none\n" },
	{ "two cases named a", "[a]\n[a]\n" },
	{ "like: no case 'b'", "[a]\nlike = b\n" },
	{ "like: c is like itself", "[b]\nlike = c\n[c]\nlike = b\n" },
	{ "require: no set 'nix'", "[a]\nrequire = SYSENTER,@nix\n" },
	{ "smp: '0' is no number from 1 to 8", "[a]\nsmp = 0\n" },
	{ "threads: '3' is no number from 1 to 2", "[a]\nthreads = 3\n" },
	{ "threads: no two in each core of .a.",
	  "[a]\nsmp = 3\nthreads = 2\n" },
	{ "sites: no sites '!kexec'", "[a]\nsites = !kexec\n" },
	{ "timeout: 'ten' is no number", "[a]\ntimeout = ten\n" },
	{ "mode: no mode 'maybe'", "[a]\nmode = maybe\n" },
	{ "known: '5:it' does not begin with R<n>:", "[a]\nknown = 5:it\n" },
	{ "same: no case 'b'", "[a]\nsame = b\n" },
	{ "smp is set twice", "[a]\nsmp = 1\nsmp = 2\n" },
	{ "'nonsense' is no ", "[a]\nnonsense\n" },
};

static const struct step lists[] = {
	{ "like another", 0, "^2$", REPORT "case c smp" },
	{ "and like that of the other", 0, "^2$", REPORT "case b smp" },
	{ "but for what is taken back", 0, "^-$",
	  "echo \"$(" REPORT "case b known)-\"" },
	{ "a list on two lines", 0, "^R1:ret,guest:b$",
	  REPORT "case a known" },
	{ "a set", 0, "^X,Y,Z$", REPORT "case c require" },
};

static void table(void)
{
	char says[80];

	steps(real_table, COUNT(real_table));
	for (size_t i = 0; i < COUNT(wrong); i++) {
		snprintf(says, sizeof(says), "cases.cfg:[0-9]*: %s",
			 wrong[i].says);
		cases(wrong[i].text);
		gives(wrong[i].says, 2, says, RUN "-l");
	}
	put("p/tests/cases.cfg", "[default]\n[a]\nsmp = 1\n");
	gives("a case without words", 2, "cfg:2: .a. has no line \"what",
	      RUN "-l");
	cases("[a]\nsmp = 2\nknown = R1:ret,\n\tguest:b\n"
	      "[b]\nlike = a\nknown =\n"
	      "[c]\nlike = b\nrequire = X,@two\n"
	      "[sets]\ntwo = Y,\n\tZ\n");
	steps(lists, COUNT(lists));
}

static void words_of_a_run(void)
{
	cases("[a]\ngroups = g\n[a-fail]\ngroups = g\n"
	      "[an-error]\ngroups = h\n");
	gives("a FAIL decides", 1, "R1   FAIL", RUN "-g g an-error");
	ok(words("PASS a FAIL a-fail ERROR an-error "),
	   "each case has its word");
	gives("but for one of a group", 0, "PASS  a ", RUN "-g g -x a-fail");
	ok(words("PASS a "), "which is not run");
	gives("but for another group", 2, "no case to leave out: 'h'",
	      RUN "-g g -x h");
	gives("an ERROR is no FAIL", 2, "; 1 of 2 runs WITHOUT A VERDICT$",
	      RUN "a an-error");
	gives("PASS", 0, "PASS  a ", RUN "a");
	ok(said("^rules: R1-R10, R13 held"), "the last line is over all");
	ok(said("R12, R14 judged by make matrix"),
	   "and says where the others are judged");
	ok(said("^# path: ") == 1, "the columns are explained once");
	ok(there(RESULTS "a.old"), "the previous run is kept");
	gives("APPEND= reaches the guest", 0, NULL, "APPEND=hello " RUN "a");
	ok(found(ARGS, "hello"), "in its command line");
	gives("LIMIT= is its time", 0, NULL, "LIMIT=7 " RUN "a");
	ok(found(ARGS, "-t 7 "), "and no other");
	gives("LIMIT= that is no number", 2, "^error: LIMIT=x",
	      "LIMIT=x " RUN "a");
	put("p/" FLAG "does", "once\n");
	gives("QEMU itself dies once", 0,
	      "^PASS  a .*: QEMU itself had died first: it said .* Assertion",
	      RUN "a");
	ok(said("; 1 of 1 runs were made again"), "which is counted");
	put("p/" FLAG "does", "aborts\n");
	gives("and twice", 2, "^ERROR a .* QEMU aborted, twice: .*Assertion",
	      RUN "a");
	must("rm " FLAG "does");
}

static void other_kernels(void)
{
	cases("[a]\n");
	gives("no kernel where -k says", 2, "no kernel was built in \\.\\.",
	      RUN "-k .. a");
	must("mkdir -p ../own/arch/x86/boot && : >../own/arch/x86/boot/bzImage");
	gives("another kernel", 0, "PASS  a ",
	      RUN "-k ../own -o ../aside -p extra=1 a");
	ok(found(ARGS, "-k [^ ]*/own/arch/x86/boot/bzImage"), "is what boots");
	ok(found(ARGS, "-m -s [^ ]*/aside/a/kallsyms$"),
	   "asked for its symbols, as it came with none");
	ok(found(ARGS, "syms=[^ ]*/aside/a/kallsyms,"), "and judged by these");
	ok(found(ARGS, ",extra=1$"), "watched with more arguments");
	ok(there("aside/a/console.log"), "and its results lie aside");
	cases("[one]\ngroups = g\n[two]\ngroups = g\nsmp = 2\n");
	gives("SMP=2 chooses", 0, NULL, "SMP=2 " RUN "-g g");
	ok(words("PASS two "), "the case with two");
	gives("SMP=4 takes", 0, NULL, "SMP=4 " RUN "-g g");
	ok(words("PASS two "), "that case");
	ok(found(ARGS, "-n 4 "), "with four");
	cases("[siblings]\nsmp = 2\nthreads = 2\n"
	      "[alone]\nlike = siblings\nthreads =\nturns = 1\n");
	gives("two in one core", 0, "^# .* smp=2, threads=2,", RUN "siblings");
	ok(found(ARGS, "-n 2,threads=2 ") && !found(ARGS, "-T "),
	   "as QEMU is told, and both at once");
	gives("or in two", 0, "^# .* smp=2, ", RUN "alone");
	ok(found(ARGS, "-n 2 ") && found(ARGS, "-T "), "in turns");
	cases("[moved]\nkaslr = 1\n");
	gives("a kernel that moves", 0, "PASS  moved ", RUN "moved");
	ok(found(ARGS, "-K .*-m -s [^ ]*/moved/kallsyms$"),
	   "is asked for its symbols, with nobody watching");
	ok(found(ARGS, "-K .*syms=[^ ]*/moved/kallsyms,"),
	   "and watched by these");
}

static void seeded(void)
{
	cases("[d-known]\nmark = 0x10000000006\nknown = R5:extra-write-in\n"
	      "faults = ignore one high\n[entry]\nmark = 0\n"
	      "faults = ignore one high\nfault_sites = entry\n");
	gives("faults are seeded", 0, "6 of 6 seeded faults broke a rule",
	      RUN "d-known");
	ok(found(ARGS, "drop=0xfff1,fault=ignore,stop=1,"
		 "known=R5:extra-write-in"),
	   "by address, ending at the first one");
	ok(found(ARGS, "drop=0xfff1,fault=one"),
	   "bit 0 for 0, where 0 was written");
	ok(!found(ARGS, "drop=0xfff2,fault=one"), "and not where 1 was");
	ok(found(ARGS, "drop=0xfff3,fault=ignore"), "a read is ignored");
	ok(!found(ARGS, "drop=0xfff3,fault=high"), "and nothing else");
	gives("some sites, base not marked", 0, "3 of 3 seeded faults",
	      RUN "entry");
	must(": >" FLAG "blind");
	gives("a fault that goes unseen is a FAIL", 1, "5 of 6 .* 1 wrong",
	      RUN "d-known");
	ok(found(RESULTS "d-known/table.txt", "^d-known: FAIL") == 1,
	   "in the table");
	ok(found(RESULTS "d-known/result.ktap", "^not ok .* d-known") == 1,
	   "and the KTAP");
	must("cp tests/proof/seeded.moot ../moot");
	append("p/tests/proof/seeded.moot",
	       "small\ta+*\tignore\tit cannot matter\n");
	gives("unless it cannot matter", 0, "5 of 6 .* 1 cannot matter",
	      RUN "d-known");
	must("rm " FLAG "blind");
	gives("which is checked", 1, "1 wrong", RUN "d-known");
	must("mv ../moot tests/proof/seeded.moot && : >" FLAG "never");
	gives("a site that never ran is an ERROR", 2, "no verdict on 1",
	      RUN "d-known");
	must("rm " FLAG "never");
}

static void longer(void)
{
	cases("[soak]\nguest = soak\nsoak = 5\n");
	gives("a long run whose load did nothing", 2, "stress-ng did nothing",
	      RUN "soak");
	gives("MINUTES that is no number", 2, "^error: MINUTES=x: ",
	      "MINUTES=x tests/proof/long.sh soak");
	gives("MINUTES of none", 2, "^error: MINUTES=0: ",
	      "MINUTES=0 tests/proof/long.sh soak");
	sh("MINUTES=3 tests/proof/long.sh soak");
	ok(found(ARGS, "ibrs.soak=180"), "MINUTES reach the guest");
	ok(found(ARGS, "-t 189 "), "and the time-out");
	cases("[base]\n[other]\nsame = base\n");
	gives("the same guest results", 0, "2 guest results as in base",
	      RUN "base other");
	must("rm -r build/results/base");
	gives("and without the other run", 2, "nothing to compare",
	      RUN "other");
	must(RUN "base");
	append(RESULTS "base/console.log", "ok 3 c\n");
	gives("different ones are a FAIL", 1, "differ from base", RUN "other");
	cases("[again]\nagain = 1\n");
	gives("a run made twice", 0, "two runs, the same", RUN "again");
}

#define IMG "[img]\ngroups = image\nkernel = image\n"
#define IMG_OFF "[img-off]\ngroups = image\nmode = off\nkernel = image\n"
#define IMG_BAD "[img-bad]\ngroups = image\nmode = off\nkernel = image\n"

static void without_a_tree(void)
{
	cases("[kern]\ngroups = run g\n" IMG IMG_OFF);
	put("p/scripts/tree.sh", "#!/bin/sh\nexit 77\n");
	gives("without a tree make run is the entry image", 0, "entry image",
	      RUN "-g run");
	ok(words("PASS img PASS img-off "), "and nothing else");
	gives("each rule in one table", 0, "^R11  PASS  PASS in 1 of 2 runs",
	      RUN "-g run");
	gives("R11 as the others", 0, "^R8   PASS  PASS in 1 of 2 runs",
	      RUN "-g image");
	gives("a single case", 0, NULL, RUN "img");
	ok(!said("PASS in"), "has no such table");
	gives("CONFIG=, which is not in it", 0, "^warning: CONFIG= is not in what img",
	      "CONFIG=tests/run " RUN "img");
	gives("a case by name is not", 77, NULL, RUN "kern");
	gives("nor another group", 77, NULL, RUN "-g g");
	cases(IMG);
	gives("a rule that no run of the image judges", 2, "^R11  ERROR",
	      RUN "-g image");
	cases(IMG IMG_OFF IMG_BAD);
	gives("a rule that one run breaks", 1, "^R11  FAIL  PASS in 1 of 3",
	      RUN "-g image");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	table();
	stand_ins();
	words_of_a_run();
	other_kernels();
	seeded();
	longer();
	without_a_tree();
	return end();
}
