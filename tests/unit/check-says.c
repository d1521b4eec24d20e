// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ibrs-check says of each rule, in each of its forms; its pages; and the
 * command lines that it refuses, each in one line.
 */
#include <stdio.h>

#include "check.h"

#define JSON(option, file, ask) "$C --json " option " " file " | jq -e '" ask "'"
/* a rule's member in the object */
#define RULE(id, ask) ".rules[] | select(.id == \"" id "\") | " ask

static const struct step forms[] = {
	{ "each rule has its line", 0, "^same$", "n=$($C --rules | wc -l) && "
	  "[ $($C good | grep -c "
	  "'^good: [RC][-0-9A-Z]*: [A-Z]*: ') = $n ] && echo same" },
	{ "with how much of what", 0, "^judged R1 PASS [1-9][0-9]* branches$",
	  TABS("--tsv", "good") },
	{ "and its word", 0, "^judged R1 FAIL [1-9][0-9]* branches$",
	  TABS("--tsv", "bad") },
	{ "findings are counted", 1, "^bad: R1: FAIL: 1 finding, [1-9]",
	  "$C bad" },
	{ "none of it is SKIP, with the reason", 0,
	  "^nopti: R8: SKIP: no entry code is for PTI", "$C nopti" },
	{ "as a record, too", 0, "^unjudged R8 no entry code is for PTI",
	  TABS("--tsv", "nopti") },
	{ "each reason once", 0, "^1$",
	  "$C good | grep -c 'S3: no function known'" },
	{ "no unwind data either", 0, "^good: C-ORC: SKIP: no unwind tables",
	  "$C good" },
	{ "but where there is", 0, "^orc: C-ORC: PASS: [1-9]", "$C orc" },
	{ "what is presumed", 0, "^duties: R11: presumed: x86_spec_ctrl_kernel is 0 where",
	  "$C duties" },
	{ "as a record, too", 0, "^presumed R11 x86_spec_ctrl_kernel is 0 where",
	  TABS("--tsv", "duties") },
	{ "of features", 0, "^good: R12: presumed: retpoline is off with IBRS",
	  "$C good" },
	{ "by --off", 0, "^good: R12: presumed: pcid is off [(]--off[)]$",
	  "$C --off pcid good" },
	{ "of entry points", 0, "^good: presumed: 7 of 7 entry points are in no IDT",
	  "$C good" },
	{ "of all rules, as a record", 0, "^presumed - functions of C",
	  TABS("--tsv", "good") },
	{ "which kernel, and its gate", 0, "^kernel 0.0 series ibrs$",
	  TABS("--tsv", "good") },
	{ "one that is not of this series", 0, "^kernel 0.0 foreign ibrs$",
	  TABS("--tsv", "foreign") },
	{ "nothing to judge, and no reason", 2,
	  "^error: silent: nothing was judged of R[0-9, R]*, R3,", "$C silent" },
	{ "is the rule's word", 2, "^silent: R3: ERROR: 0 ways back",
	  "$C silent" },
	{ "and no end of a rule that is broken", 1, "^mute: R3: ERROR: 0 ways",
	  "$C mute" },
	{ "of which no way out is found", 2, "no path from it to a return",
	  "$C astray" },
	{ "and a rule that is broken there is FAIL", 1, "^error: lost: .*no path",
	  "$C lost" },
};

static const struct step json[] = {
	{ "one object, with all rules", 0, "^true$",
	  JSON("", "good", ".result == \"PASS\" and (.rules | length) > 19 "
	       "and .error == null and .series and .gate == \"ibrs\"") },
	{ "what was judged", 0, "^true$",
	  JSON("", "good", RULE("R1", ".judged > 0 and .unit == \"branches\"")) },
	{ "what was not", 0, "SKIP", JSON("", "nopti", RULE("R8", ".result")) },
	{ "and why", 0, "no entry code is for PTI",
	  JSON("", "nopti", RULE("R8", ".unjudged[0]")) },
	{ "what is presumed", 0, "^true$",
	  JSON("", "duties", RULE("R11", ".presumed | length > 0")) },
	{ "features, accesses, entry points", 0, "^true$",
	  JSON("", "good", "([.features[] | select(.on and .off)] | length) > 1 "
	       "and (.uses | length) > 5 and (.entries | length) == 7") },
	{ "a finding", 0, "^\"entry_SYSCALL_64_trampoline[+]0x",
	  JSON("", "bad", RULE("R1", ".findings[0].place")) },
	{ "without its path", 0, "^false$",
	  JSON("", "bad", RULE("R1", ".findings[0] | has(\"path\") | ., true")) },
	{ "or with it", 0, "^\"from\"$", JSON("--verbose", "bad",
	  RULE("R1", ".findings[0].path[0].step")) },
	{ "and where what is on", 0, "^true$", JSON("--verbose", "bad",
	  RULE("R1", "[.findings[0].path[] | select(.feature == \"pcid\")] | "
	       "length == 1")) },
	{ "a file that is none: an object as well", 0, "ERROR.*not an ELF file",
	  "{ $C --json map 2>/dev/null || echo $?; } | "
	  "jq -e 'if type == \"object\" then .result + .error else . == 2 end'" },
	{ "its exit status", 2, NULL, "$C --json map" },
	{ "any name of a file", 0, "^a\"b.c$", "cp good 'a\"b\\c' && "
	  "$C --json 'a\"b\\c' | jq -r .file" },
	{ "of any bytes", 0, "^5$", "n=$(printf 'x\\n\\377\\303\\251') && "
	  "cp good \"$n\" && $C --json \"$n\" | jq '.file | utf8bytelength - 2'" },
};

static const struct step pages[] = {
	{ "the list of rules", 0, "^R14  *return stack", "$C --rules" },
	{ "name, title, what is looked at", 0, "^R1  *no indirect branch: branch",
	  "$C --rules" },
	{ "the checker's own", 0, "^C-ALT  .*: alternatives$", "$C --rules" },
	{ "a page", 0, "^R7  Nothing else unprotected$", "$C --explain R7" },
	{ "to its end", 0, "^of the entry image 11[.]$", "$C --explain R7" },
	{ "and no other's", 0, "^1$", "$C --explain R1 | grep -c '^====' " },
	{ "the last one", 0, "^R14  Return stack", "$C --explain R14" },
	{ "as it is in rules.txt", 0, NULL, "$C --explain R7 >page && sed -n "
	  "'/^R7  /,/^R8  /p' $RULES | head -n -3 | cmp - page" },
	{ "messages of the checker's own", 0, "^C-FLOW  ", "$C --explain C-FLOW" },
	{ "all of them", 0, "^[2-9]$", "$C --explain C-MSR | grep -c ^C-MSR" },
	{ "no such rule", 2, "^error: --explain R99: no such rule; --rules",
	  "$C --explain R99" },
	{ "nor a part of a name", 2, "^error: --explain R: no such rule",
	  "$C --explain R" },
	{ "nor nothing", 2, "^error: --explain : no such rule",
	  "$C --explain ''" },
};

static const struct step refused[] = {
	{ "two forms", 2, "^error: --tsv and --json: one", "$C --tsv --json good" },
	{ "two tasks", 2, "^error: one of --path, ", "$C --list --insns good" },
	{ "two files", 2, "^error: good, bad: one vmlinux", "$C good bad" },
	{ "a file for nothing", 2, "^error: .* read no file", "$C --rules good" },
	{ "an option without its value", 2, "^error: --symbols: what of",
	  "$C good --symbols" },
	{ "with one too many", 2, "^error: --tsv=x: no such option",
	  "$C --tsv=x good" },
	{ "an option twice", 2, "^error: --off twice",
	  "$C --off pti --off pcid good" },
	{ "gates that code fills", 2, "^error: gated: nmi: no table gives NMI", "$C gated" },
	{ "--via without a path", 2, "^error: --via goes with --path",
	  "$C --via nmi good" },
	{ "--off without a walk", 2, "^error: --off goes with",
	  "$C --off pti --list good" },
	{ "a form of a list", 2, "^error: --tsv, --json and --verbose go with",
	  "$C --tsv --list good" },
	{ "too many of them", 2, "^error: more than 16 --entry",
	  "$C $(yes -- '--entry nmi' | head -n 17) good" },
	{ "a path to nowhere", 2, "behind the colon goes \"kernel\"",
	  "$C --path nmi:user good" },
	{ "symbols that are none", 2, "^error: x: map:2: no line like",
	  "{ nm good | head -n 1; echo rubbish; } >map && "
	  "cp good x && $C --symbols map x" },
	{ "symbols with NULs", 2, "not a text: give it System.map",
	  "{ nm good; printf '\\0'; } >map && $C --symbols map x" },
	{ "symbols without addresses", 2, "all addresses are 0: read .* as root",
	  "nm good | sed 's/^[0-9a-f]*/0000000000000000/' >map && "
	  "$C --symbols map x" },
	{ "a symbol of any length", 2, "has 600 characters, and no more than",
	  "{ nm good; printf 'ffffffff81000000 T %0600d\\n' 0; } >map && "
	  "$C --symbols map x" },
	{ "a symbol for the terminal", 2, "is not printable: damaged",
	  "{ nm good; printf 'ffffffff81000000 T \\033[2J\\n'; } | tr [ x >map"
	  " && $C --symbols map x" },
	{ "undefined ones are none", 0, " 0 findings", "{ nm good; printf "
	  "'%16s w other\\n' ''; } >map && $C --verbose --symbols map x" },
	{ "symbols of a directory", 2, "a directory", "$C --symbols . x" },
	{ "standard output that is full", 2, "error: standard output: No space",
	  "$C --json good >/dev/full" },
};

/* Names of 500 characters go through as they are. */
static void uncut(void)
{
	must("n=$(printf 'x%%0500d' 0) && objcopy --redefine-sym "
	     "do_syscall_64=$n bad long");
	gives("a long name is not cut", 1, "\tcall to x0{500}, and IBRS",
	      "$C --tsv long");
	gives("nor in a listing", 0, "call  *x0{500}[+]0x0$",
	      "$C --path entry_SYSCALL_64 long");
	must("objcopy --redefine-sym nmi=$(printf 'x%%0500d' 0) good long");
	gives("nor that of an entry point", 0, "^entry x0{500}\t",
	      "$C --entry $(printf 'x%%0500d' 0):ist --tsv long | "
	      "sed 's/^entry./entry /'");
}

static void man(void)
{
	if (sh("command -v mandoc"))
		untried("the man page is well formed", "no mandoc");
	else
		gives("the man page is well formed", 0, NULL,
		      "mandoc -Tlint -Wwarning $HERE/Documentation/ibrs-check.1");
}

void says(void)
{
	must("cp good-nopti nopti; cp good-orc orc; cp good-duties duties; "
	     "objcopy --redefine-sym x86_spec_ctrl_kernel="
	     "x86_spec_ctrl_current good foreign");
	must(LINK("gated", "-DNMI_BITS=0x8e00 $DATA/good-gate.S"));
	must(LINK("silent", "$UNIT/check-silent.S"));
	must(LINK("mute", "-DMUTE $UNIT/check-silent.S"));
	must(LINK("astray", "-DSTOP $UNIT/check-silent.S"));
	must(LINK("lost", "-DSTOP_CLEAR $UNIT/check-silent.S"));
	steps(forms, COUNT(forms));
	if (sh("command -v jq"))
		untried("--json", "no jq");
	else
		steps(json, COUNT(json));
	steps(pages, COUNT(pages));
	steps(refused, COUNT(refused));
	uncut();
	man();
}
