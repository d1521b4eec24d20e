// SPDX-License-Identifier: GPL-2.0-only
/* Demands that are none, and results of the other commands that are none. */
#include "report/commands.h"
#include "unit/tampered.h"

#define CFG(text) { "cases.cfg", "[default]\nkernel = small\nsmp = 1\n"	\
	"mode = on\ntimeout = 9\nguest = initrd\n" text }
#define A "[a]\nwhat = it\n"

#define CASES(what, text, word) \
	{ what, cmd_cases, { "cases", "-g", "g" }, { CFG(text) }, word }
#define JUDGE(what, word, ...) \
	{ what, cmd_judge, { "judge", "--dir", "DIR", __VA_ARGS__ }, { { 0 } }, \
	  word }
#define WHOLE(what, text, word) \
	{ what, cmd_judge, { "judge", "--case", "a", "--dir", "DIR" },	\
	  { CFG(A "whole = a\n"), { "whole.verdict", text } }, word }
#define SAYS(what, log, word) \
	{ what, cmd_judge, { "judge", "--case", "a", "--dir", "DIR" },	\
	  { CFG(A "says = no MSR\n"), { "console.log", log } }, word }
#define SYSCALL_A "1000 syscall a\n"
#define GATE_B "2000 gate b\n"
#define IST_NMI "4000 ist nmi\n"
#define GATES(what, walked, word) \
	{ what, cmd_judge, { "judge", "--case", "a", "--dir", "DIR" },	\
	  { CFG(A), { "entries", walked } }, word }
#define ID	"# fact: cmdline=quiet ibrs.id=it\n"
#define DONE	"ibrs-guest: done pass=2 fail=0 skip=0\n"
#define SPEED(what, text, word) \
	{ what, cmd_speed, { "speed", "DIR" }, \
	  { { "times.tsv", text }, { "a.tsv", "meta\tinsns\t5\nend\n" } }, word }
#define MATRIX_OF(kind, what, text, status, word) \
	{ what, cmd_matrix, { "matrix", kind, "it", "DIR/tsv", status }, \
	  { { "tsv", text } }, word }

#define MATRIX(what, text, status, word) \
	MATRIX_OF("series", what, text, status, word)

#define WAY(kind, name) "entry\t" name "\t1\t" kind "\n"
#define BROKEN(name) "finding\tR1\ty+0x1\t" name "\n"
#define LEGS "legs\tpredicted\t2\nlegs\tcut\t0\n"

const struct asked asked[] = {
	CASES("a case of a group", A "groups = g\n", 0),
	CASES("a tab between two groups", A "groups = f\tg\n", 0),
	CASES("a set that is empty", A "groups = g\n[sets]\ns =\n", 2),
	CASES("a set twice", A "groups = g\n[sets]\ns = a\ns = b\n", 2),
	CASES("a section without its end", "[a\nwhat = it\ngroups = g\n", 2),
	CASES("a known of no rule", A "groups = g\nknown = R99:ret\n", 2),
	CASES("a known of no kind", A "groups = g\nknown = R5:no-such\n", 2),
	CASES("a skip of no rule", A "groups = g\nskip = R99:why\n", 2),
	CASES("a kind that is one", A "groups = g\nknown = R1:ret\n", 0),

	JUDGE("no option", 0, NULL),
	JUDGE("--known of no form", 2, "--known", "foo"),
	JUDGE("--known of no rule", 2, "--known", "R12:x"),
	JUDGE("--known that does not come", 1, "--known", "R1:ret"),
	JUDGE("--skip of no rule", 2, "--skip", "R99:x"),
	JUDGE("--skip of a rule", 0, "--skip", "R1:x"),
	JUDGE("--min-insns of no number", 2, "--min-insns", "many"),
	JUDGE("--min-insns below zero", 2, "--min-insns", "-1"),

	WHOLE("a part that passed", "PASS\tit\n", 0),
	WHOLE("one that did not", "FAIL\tit\n", 1),
	WHOLE("one that gives no reason", "PASS\t\n", 2),
	WHOLE("one with two words", "PASS\tit\nFAIL\tit\n", 2),
	WHOLE("one in no word", "pass\tit\n", 2),

	SAYS("a kernel that says it", ID "# dmesg: no MSR\n" DONE, 0),
	SAYS("one that says more", ID "# dmesg: no MSR yet\n" DONE, 1),
	SAYS("one of which another says it", ID "# no MSR\n" DONE, 1),
	SAYS("one that has no chance to", ID "ok 1 a\n", 2),

	GATES("gates that were walked", WALKED, 0),
	GATES("a stub for #MC, and there is #MC", WALKED "5000 ist machine_check\n", 2),
	GATES("one that was not", SYSCALL_A "2008 gate b\n" IST_NMI, 2),
	GATES("one that is like another", SYSCALL_A "2000 alike b\n" IST_NMI, 0),
	GATES("a target of SYSCALL that was not", GATE_B IST_NMI, 2),
	GATES("... but as a gate", "1000 gate a\n" GATE_B IST_NMI, 2),
	GATES("a gate walked as such a target", SYSCALL_A "2000 syscall b\n"
	      IST_NMI, 2),
	GATES("one walked as a trap gate", SYSCALL_A "2000 gate b (trap gate)\n"
	      IST_NMI, 2),
	GATES("one walked without its stack", SYSCALL_A GATE_B "4000 gate nmi\n",
	      2),
	GATES("a kernel that KASLR has moved", "ffffffffff601000 syscall a\n"
	      "ffffffffff602000 gate b\nffffffffff604000 ist nmi\n", 0),
	GATES("... by what it cannot be", "ffffffffff600000 syscall a\n"
	      "ffffffffff601000 gate b\nffffffffff603000 ist nmi\n", 2),
	GATES("no list of the entry points", "", 2),
	GATES("one that says why it is none", "error: no vmlinux\n", 2),
	SPEED("two boots", "a\tbare\t10\na\twatched\t12\n", 0),
	SPEED("one took no time", "a\tbare\t10\na\twatched\tx\n", 2),
	SPEED("a line of times cut short", "a\tbare\t10\na\twatched\n", 2),
	{ "speed of nothing", cmd_speed, { "speed" }, { { 0 } }, 2 },

	MATRIX("a kernel with no finding", WAY("gate", "x") LEGS "end\t1\t0\n",
	       "0", 0),
	MATRIX("one whose choice is not read", WAY("gate", "x") LEGS
	       "presumed\tR12\tretpoline is off with IBRS in use\nend\t1\t0\n",
	       "0", 1),
	MATRIX("one of which something else is presumed", WAY("gate", "x") LEGS
	       "presumed\tR12\txenpv is off\nend\t1\t0\n", "0", 0),
	MATRIX("one with no leg", WAY("gate", "x") "legs\tpredicted\t0\nend\t1\t0\n",
	       "0", 1),
	MATRIX("a leg cut short", WAY("gate", "x") LEGS "legs\tcut\t1\nend\t1\t0\n",
	       "0", 1),
	MATRIX("one of which nothing was walked", "end\t0\t0\n", "0", 1),
	MATRIX("a finding that is not told", WAY("gate", "x") "end\t1\t1\n", "1", 2),
	MATRIX("a finding", WAY("gate", "x") BROKEN("x") "end\t1\t1\n",
	       "1", 1),
	MATRIX("a status that is none", WAY("gate", "x") "end\t1\t0\n", "-1", 2),
	MATRIX_OF("base", "all ways in broken", WAY("gate", "x") BROKEN("x")
		  WAY("leave", "ret_from_fork") BROKEN("ret_from_fork")
		  WAY("leave", "back_to_c") "end\t3\t2\n", "1", 0),
	MATRIX_OF("base", "one that is silent", WAY("gate", "x")
		  WAY("leave", "ret_from_fork") BROKEN("ret_from_fork")
		  "end\t2\t1\n", "1", 1),
	MATRIX_OF("base", "a task that leaves unseen", WAY("gate", "x")
		  BROKEN("x") "end\t1\t1\n", "1", 1),
	{ .name = NULL }
};
