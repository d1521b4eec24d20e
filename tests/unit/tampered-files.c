// SPDX-License-Identifier: GPL-2.0-only
#include "unit/tampered.h"

#define R1	"rule\tR1\t5\t0\n"
#define END	"\nend\n"
#define VIOL(rule, kind) "\nviolation\t" rule "\t" kind "\t0\ta\t0\tb\t0\t0\tx;" END
#define DONE	"ibrs-guest: done pass=2 fail=0 skip=0\r\n"
#define ZERO	"\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0"

#define RIG(name, from, to, word) { name, "rig.tsv", from, to, word, 0 }
#define LOG(name, from, to, word) { name, "console.log", from, to, word, 0 }
#define RUN(name, from, to, word) { name, "run.tsv", from, to, word, 0 }

const struct tampered tampered_files[] = {
	{ .name = "nothing", .word = W_PASS },

	/* violations that one record alone tells of */
	RIG("its rule", R1, "rule\tR1\t5\t3\n", W_FAIL),
	RIG("a kind", END, "\nkind\tR1\tret\t3\t0" END, W_FAIL),
	RIG("a path", ZERO "\n", "\t3" ZERO "\n", W_ERROR),
	RIG("a path's column", "0\nrule\tR1\t", "3\nrule\tR1\t", W_FAIL),
	RIG("an example", END, VIOL("R4", "read-before-write"), W_FAIL),
	RIG("an example of another rule", END, VIOL("R12", "x"), W_FAIL),
	RIG("a lost tracker", "lost\t0", "lost\t1", W_LOST),
	RIG("lost, by its rule", END, "\nrule\tR0\t5\t1" END, W_LOST),
	RIG("lost, by a kind", END, "\nkind\tR0\tframe\t1\t0" END, W_LOST),
	RIG("lost, by an example", END, VIOL("R0", "frame"), W_LOST),
	RIG("lost, and broken", "lost\t0\n",
	    "lost\t1\nkind\tR1\tret\t3\t0\n", W_LOST),

	/* records twice, not there, of no known form */
	RIG("a rule twice, the last one clean", R1, "rule\tR1\t5\t3\n" R1,
	    W_ERROR),
	RIG("lost once, and then not", "meta\tlost\t0\n",
	    "meta\tlost\t1\nmeta\tlost\t0\n", W_ERROR),
	RIG("a path twice", "path\tNMI", "path\tNMI@kernel\t1" ZERO "\t0\t0\t0"
	    "\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\npath\tNMI", W_ERROR),
	RIG("no word of lost", "meta\tlost\t0\n", "", W_ERROR),
	RIG("no word of R9", "rule\tR9\t5\t0\n", "", W_ERROR),
	RIG("no word of R12", "rule\tR12\t5\t0\n", "", W_ERROR),
	RIG("no word of a part", "part\tR9\toffline\t5\n", "", W_ERROR),
	RIG("a part twice", "part\tR9\toffline\t5\n",
	    "part\tR9\toffline\t0\npart\tR9\toffline\t5\n", W_ERROR),
	RIG("a part that none is", END, "\npart\tR9\tonline\t5" END, W_ERROR),
	RIG("no format", "meta\tformat\t5\n", "", W_ERROR),
	RIG("an older format", "format\t5", "format\t4", W_ERROR),
	RIG("a rule by another name", END, "\nrule\tR01\t5\t0" END, W_ERROR),
	RIG("two ends", END, "\nend" END, W_ERROR),
	RIG("no end of the last line", END, "\nend", W_ERROR),

	/* numbers that are none */
	RIG("a count below zero", R1, "rule\tR1\t5\t-1\n", W_ERROR),
	RIG("one that wraps", END, "\nkind\tR1\tret\t9223372036854775808\t0"
	    "\nkind\tR1\tret\t9223372036854775808\t1" END, W_ERROR),
	RIG("one in hex", R1, "rule\tR1\t0x5\t0\n", W_ERROR),
	RIG("NaN", R1, "rule\tR1\tNaN\t0\n", W_ERROR),
	RIG("a CR inside", R1, "rule\tR1\t5\t0\r3\n", W_ERROR),
	{ "a NUL inside", "rig.tsv", R1, "rule\tR1\t5\t0\0" "3\n", W_ERROR, 14 },

	/* the guest */
	LOG("not ok, and not counted", "ok 2", "not ok 2", W_FAIL),
	{ "behind a NUL", "console.log", "ok 2", "\0not ok 2", W_FAIL, 9 },
	LOG("behind a CR", "ok 2", "x\rnot ok 2", W_FAIL),
	LOG("counted, and then not", DONE,
	    "ibrs-guest: done pass=1 fail=1 skip=0\r\n" DONE, W_FAIL),
	LOG("no closing line", DONE, "", W_ERROR),
	LOG("no time", "ok 2 b", "not ok 2 b # TIMEOUT it", W_ERROR),
	LOG("no time, and not ok", "ok 2 b", "not ok 2 b # TIMEOUT it\nnot ok 3 c",
	    W_FAIL),
	LOG("no time, in the closing line", DONE,
	    "ibrs-guest: done pass=1 fail=1 skip=0 timeout=1\r\n", W_ERROR),

	/* two runs' files */
	RIG("rig.tsv of another run", "run_id\tit", "run_id\tan", W_LOST),
	LOG("a log of another run", "ibrs.id=it", "ibrs.id=i", W_LOST),
	LOG("a log that does not say", "# fact: cmdline", "# fact", W_ERROR),
	RUN("no run.tsv", "", NULL, W_ERROR),
	RUN("no id there", "id\tit\n", "", W_ERROR),
	RUN("no status there", "status\t0\n", "", W_ERROR),
	RUN("a status that is no number", "status\t0", "status\tx", W_ERROR),
	RUN("two of them", "status\t0", "status\t134\nstatus\t0", W_ERROR),
	RUN("one above 32 bits", "status\t0", "status\t4294967296", W_ERROR),
	RUN("not built, for no reason", "id\tit", "unbuilt\tit", W_ERROR),
	{ .name = NULL }
};
