// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-check on the command line: what it prints, and what it cannot judge it
 * refuses in one line. unit/fixtures.c has the verdicts.
 */
#include <stdio.h>

#include "check.h"

#define NAME "bad-trampoline-forgotten-R1-R4-R7"

static const struct step printed[] = {
	{ "a clean file: no finding, and what was judged", 0,
	  "^good: R1: PASS: [1-9][0-9]* branches$", "$C good" },
	{ "the walk is counted", 0, " entry points,.* 0 findings", "$C --verbose good" },
	{ "of unwind data nothing", 0, " unargued, [0-9]* uses",
	  "$C --verbose good" },
	{ "unwind data is looked at", 0, "unwind data of [1-9][0-9]* of",
	  "$C --verbose good-orc" },
	{ "VM exits are counted", 0,
	  " 3 VM exits, and 0 where IBRS is refused", "$C --verbose good-kvm" },
	{ "every entry point is there", 0, "^7$", "$C --list good | wc -l" },
	{ "a listing", 0, "^SET .*call  *do_syscall_64",
	  "$C --path entry_SYSCALL_64 good" },
	{ "ends with the way out", 0, "^clear .*iretq",
	  "$C --path entry_SYSCALL_64 good" },
	{ "a listing to the kernel", 0, "lfence", "$C --path nmi:kernel good" },
	{ "another entry point", 1, "some_driver",
	  "$C --entry some_driver:function bad-unknown-site-C-MSR" },
	{ "a variable has its name", 0, "# x86_spec_ctrl_kernel[+]0x0$",
	  "$C --path page_fault --via sync_regs good" },
	{ "one that goes through a function", 0, "call  *sync_regs",
	  "$C --path page_fault --via sync_regs good" },
	{ "not through another", 2, "no such path",
	  "$C --path nmi --via do_debug good" },
	{ "nor through nothing", 2, "--via x: no such symbol",
	  "$C --path nmi --via x good" },
	{ "both sides of a feature", 0, "^feature pcid both$",
	  TABS("--tsv", "good") },
	{ "VM exits are told", 0, "^vmexit vmx_vcpu_run[+]0x.*$",
	  TABS("--tsv", "good-kvm") },
	{ "on AMD as well", 0, "^vmexit svm_vcpu_run[+]0x.*$",
	  TABS("--tsv", "good-kvm") },
	{ "where IBRS is refused as such", 0, "^refused svm_vcpu_run[+]0x.*$",
	  TABS("--tsv", "good-guest-refused") },
	{ "Xen PV is walked", 0, "^feature xenpv on$",
	  TABS("--tsv", "good-xen") },
	{ "a use of the MSR", 0, "^use nmi[+]0x.* write f*8[0-9a-f]* insn entry$",
	  TABS("--tsv", "good") },
	{ "the text of an instruction", 0,
	  "^insn [0-9a-f]{16} nmi[+]0x0 [^ ].* entry$",
	  TABS("--insns", "good") },
	{ "padding has one name", 0, "^insn .* nop entry$",
	  TABS("--insns", "good") },
	{ "what is patched for what", 0,
	  "^alt .* [0-9]* [0-9]* 0 jmp .* f*8[0-9a-f]*$",
	  TABS("--insns", "good") },
	{ "a number of an MSR that is not known is told", 0, "C-MSR: not judged: "
	  "1 accesses whose number is not known: counts$",
	  "$C good-number-argument" },
	{ "an option that is parsed into what has no name, too", 0,
	  "R12: not judged: noreplace-paravirt: no noreplace_paravirt$",
	  "$C good-noreplace-unnamed" },
	{ "of a bad one as well", 0, "^alt", "$C --insns bad" },
	{ "cleared by who calls it", 1, " 1 findings",
	  "$C --verbose bad-later-offline-caller-R9" },
	{ "but on one leg", 1, "R9: hlt_play_dead[+]0x0: .* keeps IBRS set",
	  "$C bad-later-offline-leg-R9" },
	{ "each instruction of IBRS is missed", 0, "^end.*PASS$",
	  "${C%-check}-alter nops good" },
	{ "but one that stands twice", 1, "FAIL.nothing is found",
	  "${C%-check}-alter nops bad-set-twice-R5" },
	{ "a table of the unwinder is mended", 0, "^mend.C-ORC.*gone",
	  "${C%-check}-alter mend bad-orc-offset-C-ORC" },
	{ "what is mended elsewhere only", 1, "^mend.R14.*unknown",
	  "${C%-check}-alter mend bad-rsb-nop-R14" },
	{ "a finding that nobody can mend", 1, "^mend.R5.*unknown",
	  "${C%-check}-alter mend bad-set-twice-R5" },
};


static void prints(void)
{
	must("cp good-entry good && cp " NAME " bad");
	gives("a finding: file, rule, place, what", 1, "^bad: error: R1: "
	      "entry_SYSCALL_64_trampoline[+]0x[0-9a-f]*: indirect", "$C bad");
	ok(said("^  *from  *entry_SYSCALL_64_trampoline[+]0x0$"),
	   "and its path");
	steps(printed, COUNT(printed));
	must(LINK("g", "-g $DATA/" NAME ".S"));
	gives("with debug information: source lines", 1,
	      "^g: error: R1: .*: indirect jump .*[(].*/entry.h:[0-9]*[)]$",
	      "$C g");
	ok(said("^  *from .*[(].*/entry.h:[0-9]*[)]$"), "in the path as well");
	gives("without addr2line: none", 1,
	      "^g: error: R1: .* since the entry$",
	      "env PATH=/nonexistent $C g");
	gives("one leg that is argued is told", 0,
	      "^argued\terror_entry[+].*CR3 user", "$C --tsv good");
	ok(said("^legs\tpredicted\t[1-9]"), "and how many");
	gives("a feature that is off", 1,
	      "R13: error_entry[+].* on the leg that error_entry",
	      "$C --off ibrs_no_pti good");
	ok(said("^  *predicted  *error_entry[+]"), "where it is left");
	ok(said("^  *where pti is off"), "without PTI");
}

/* what becomes of x, a good one, by a command */
static const struct {
	const char *name, *says, *by;
} refused[] = {
	{ "no file", "No such file", "rm x" },
	{ "a directory", "a directory: give it the vmlinux", "rm x; mkdir x" },
	{ "a FIFO", "not a regular file", "rm x; mkfifo x" },
	{ "an empty file", "not an ELF file", ": >x" },
	{ "garbage", "not an ELF file", "head -c 100000 /dev/urandom >x" },
	{ "truncated to 60 bytes", "truncated|not an ELF|header",
	  "head -c 60 good >x" },
	{ "truncated to 70 bytes", "truncated|not an ELF|header",
	  "head -c 70 good >x" },
	{ "truncated to 5000 bytes", "truncated|not an ELF|header",
	  "head -c 5000 good >x" },
	{ "truncated to 9000 bytes", "truncated|not an ELF|header",
	  "head -c 9000 good >x" },
	{ "an object file", "not a linked kernel", "gcc -c -x c -o x /dev/null" },
	{ "a program", "not a v4.15 or later x86-64 vmlinux",
	  "echo 'int main(void) {}' | gcc -no-pie -m64 -x c -o x -" },
	{ "32-bit", "32-bit ELF",
	  "echo 'int main(void) {}' | gcc -no-pie -m32 -x c -o x -" },
	{ "another machine", "not for x86-64", "printf '\\267' | "
	  "dd of=x bs=1 seek=18 conv=notrunc status=none" },
	{ "unwind tables that do not fit", "do not have as many",
	  "printf '#define WITH_ORC\\n#include \"%s\"\\n%s\\n.long 0\\n' "
	  "entry.h '.section .orc_unwind' >x.S && " LINK("x", "x.S") },
	{ "an exception table that was cut", "no whole number of entries",
	  "printf '#include \"entry.h\"\\n.section __ex_table,\"a\"\\n"
	  ".long 0\\n' >x.S && " LINK("x", "x.S") },
	{ "gates that are none", "x_idts: no table of gates",
	  "printf '#include \"entry.h\"\\n.globl x_idts\\nx_idts:\\n"
	  ".quad 1, 2, 3, 4\\n' >x.S && " LINK("x", "x.S") },
	{ "stripped", "no symbols; give them by --symbols", "strip x" },
};

static const struct step asked[] = {
	{ "and with symbols", 0, " 0 findings",
	  "nm good | grep -v ' a ' >map && $C --verbose --symbols map x" },
	{ "no symbols in the file", 2, "map:1: no line like",
	  "echo nothing >map && $C --symbols map x" },
	{ "no such option", 2, "^error: --nothing: no such option",
	  "$C --nothing good" },
	{ "no file at all", 2, "^error: no vmlinux: ibrs-check", "$C" },
	{ "help", 0, "^Usage", "$C --help" },
	{ "no such entry", 2, "no such symbol", "$C --entry none good" },
	{ "no such kind", 2, "the kind is one of", "$C --entry nmi:x good" },
	{ "one that no site asks for", 2, "--off x: no site asks for it",
	  "$C --off x good" },
	{ "no such path", 2, "no such entry point", "$C --path x good" },
};

static void refuses(void)
{
	char says[80];

	for (size_t i = 0; i < COUNT(refused); i++) {
		must("rm -rf x && cp good x && { %s; }", refused[i].by);
		snprintf(says, sizeof(says), "^error: x: .*(%s)",
			 refused[i].says);
		gives(refused[i].name, 2, says, "$C x");
	}
	steps(asked, COUNT(asked));
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	prints();
	refuses();
	says();
	brought();
	installed();
	return end();
}
