// SPDX-License-Identifier: GPL-2.0-only
/* One kernel of others, and what tests/field.cfg knows of it. */
#include "report/commands.h"
#include "unit/tampered.h"

#define KERNEL(what, text, word) \
	{ what, cmd_kernel, { "kernel", "DIR" },			\
	  { { "version", "6.1 1\n" }, { "check.tsv", text } }, word }
#define RAN_TO(what, text, n, word) \
	{ what, cmd_kernel, { "kernel", "DIR", n },			\
	  { { "version", "6.1 1\n" }, { "check.tsv", text } }, word }
#define RUNS(what, text, word) \
	{ what, cmd_kernel, { "kernel", "--runs", "DIR", "3" },		\
	  { { "version", "6.1 1\n" }, { "check.tsv", text } }, word }
#define GATE	"kernel\t6.1\tforeign\tibrs\n"
#define NONE	"kernel\t6.1\tforeign\t-\n"
#define R1(word) "judged\tR1\t" word "\t3\tbranches\n"
#define CR3(word) "judged\tC-CR3\t" word "\t3\tways out\n"
#define BROKEN	"finding\tR1\tf+0x1\tnmi\tRET while IBRS is clear\n"
#define END	"end\t1\t0\n"

#define FIELD(what, cfg, judged, mend, word) \
	{ what, cmd_field, { "field", "DIR" },				\
	  { { "field.cfg", cfg }, { "judged.tsv", judged },		\
	    { "mend.tsv", mend } }, word }
#define LIST(what, cfg, word) \
	{ what, cmd_field, { "field", "--list" }, { { "field.cfg", cfg } }, word }
#define SECTION	"[a]\nkernel = 6.1 1\nchecker = R1 f: real\nrun = R5:x: cost only\n"
#define TREE	SECTION "tree = 6.1\n"
#define HEAD	"kernel\t6.1 1\n"
#define RAN	"ran\tjudge\tFAIL\nrun\tjudge\tR5:x\t3\n"
#define F	"checker\tR1\tf\n"
#define LAST	"end\tFAIL\n"
#define MENDED	"mend\tR1\tf+0x1\tgone\tit\n"

const struct asked asked_kernel[] = {
	KERNEL("a kernel that breaks nothing", GATE R1("PASS") END, 0),
	KERNEL("one that does", GATE R1("FAIL") BROKEN END, 1),
	KERNEL("one of which a rule could not be judged", GATE R1("ERROR") END, 2),
	KERNEL("one without IBRS", NONE R1("FAIL") BROKEN END, 77),
	KERNEL("and without another thing", NONE R1("FAIL") CR3("FAIL") END, 1),
	KERNEL("of which the rest is right", NONE CR3("PASS") END, 77),
	KERNEL("a word that is none", GATE R1("GOOD") END, 2),
	KERNEL("a verdict cut short", GATE R1("PASS"), 2),
	KERNEL("one of nothing", "", 2),
	KERNEL("one of no rule", GATE END, 2),
	RAN_TO("one that was not to run", GATE R1("PASS") END, "0", 0),
	RAN_TO("a run that left nothing", GATE R1("PASS") END, "1", 2),
	RAN_TO("and a finding", GATE R1("FAIL") BROKEN END, "1", 1),
	RAN_TO("none of one without IBRS", NONE CR3("PASS") END, "3", 77),
	RUNS("runs of one", GATE END, 0),
	RUNS("runs of a verdict cut short", GATE, 2),

	FIELD("what is known", SECTION, HEAD RAN F LAST, MENDED, 0),
	FIELD("and by the checker alone", SECTION, HEAD F LAST, MENDED, 0),
	FIELD("one more place of it", SECTION, HEAD F F LAST, MENDED, 0),
	FIELD("a new finding", SECTION, HEAD F "checker\tR2\tf\n" LAST, MENDED, 1),
	FIELD("one that is gone", SECTION, HEAD LAST, MENDED, 1),
	FIELD("a new kind", SECTION, HEAD RAN "run\tjudge\tR1:y\t1\n" F LAST,
	      MENDED, 1),
	FIELD("a kind that is gone", SECTION, HEAD "ran\tjudge\tPASS\n" F LAST,
	      MENDED, 1),
	FIELD("a kind of another case", SECTION,
	      HEAD RAN "run\tjudge-sweep\tR1:y\t1\n" F LAST, MENDED, 0),
	FIELD("a run without a verdict", SECTION,
	      HEAD "ran\tjudge\tERROR\n" F LAST, MENDED, 2),
	FIELD("a kernel that is not listed", SECTION, "kernel\t6.1 2\n" F LAST,
	      MENDED, 77),
	FIELD("one that is cut short", SECTION, HEAD F, MENDED, 2),
	FIELD("a finding that stays", SECTION, HEAD F LAST,
	      "mend\tR1\tf+0x1\tstays\tit\n", 1),
	FIELD("one that nobody can mend", SECTION, HEAD F LAST,
	      "mend\tR1\tf+0x1\tunknown\tit\n", 1),

	FIELD("a tree and its mends", TREE "[b]\ntree = 6.1\nkernel = 6.1 1-mended\n",
	      HEAD F LAST, "", 0),
	FIELD("a tree without them", TREE, HEAD F LAST, "", 1),
	FIELD("a tree whose mends bring another", TREE "[b]\ntree = 6.1\n"
	      "kernel = 6.1 1-mended\nchecker = R2 f: real\n", HEAD F LAST, "", 1),
	LIST("a list", SECTION, 0),
	LIST("and of trees", TREE, 0),
	LIST("a verdict that is none", "[a]\nchecker = R1 f: who knows\n", 2),
	LIST("a finding without one", "[a]\nchecker = R1 f\n", 2),
	LIST("a line of no form", "[a]\nkernel 6.1\n", 2),
	LIST("a line of no section", "kernel = 6.1\n", 2),
	{ .name = NULL }
};
