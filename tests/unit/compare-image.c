// SPDX-License-Identifier: GPL-2.0-only
/* What runs say beside the instructions of an image. */
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "unit/compare.h"

/* --- coverage ---------------------------------------------------------- */

/* A sweep that sent an NMI at one of two instructions. */
static void swept(const char *name, const char *rows)
{
	FILE *f = create(path("%s/rig.tsv", name) + strlen(dir) + 1);
	for (; *rows; rows++) {
		char addr[32];
		const char *v[COVER_COLUMNS] = {
			[COVER_ADDRESS] = addr, [COVER_EXECUTED] = "1",
			[COVER_KIND(INJ_NMI, C_SENT)] = *rows < 'a' ? "1" :
				"0",
		};

		snprintf(addr, sizeof(addr), "0xffffffff8140000%c",
			 "0123"[(*rows | 0x20) - 'a']);
		record(f, REC_COVER, v);
	}
	fprintf(f, "end\n");
	fclose(f);
}

/* Two instructions and padding; a capital is one with an NMI there. */
void coverage(void)
{
	char *listing = path("insns"), *one = path("one/rig.tsv");
	char *two = path("two/rig.tsv");

	put("insns", "insn\tffffffff81400000\te+0x0\tswapgs\tentry\n"
	    "insn\tffffffff81400001\te+0x1\tret\ttrampoline\n"
	    "insn\tffffffff81400002\te+0x2\tnop\tentry\n");
	swept("one", "Ab");
	swept("two", "B");
	GIVES("coverage: two runs together", 0, "2 of 2 entry instructions*",
	      cmd_coverage, listing, one, two);
	GIVES("coverage: one lacks an NMI", 2, "*81400001 ret: no NMI there",
	      cmd_coverage, listing, one);
	GIVES("coverage: the other never ran", 2,
	      "*81400000 swapgs: never executed", cmd_coverage, listing, two);
	swept("two", "");
	GIVES("coverage: no sweep", 2, "error:*has no cover records*",
	      cmd_coverage, listing, one, two);
	GIVES("coverage: no run named", 2, "error: usage: *", cmd_coverage, listing);
	GIVES("coverage: no listing", 2, "error: *none: No such file*",
	      cmd_coverage, path("none"), one);
	put("insns", "");
	GIVES("coverage: nothing to cover", 2, "0 of 0 *", cmd_coverage,
	      listing, one);
}

/* --- unwind: a, (added) n m, b ----------------------------------------- */

static void traces(const char *name, const char *text)
{
	swept(name, "abcd");
	put(path("%s/console.log", name) + strlen(dir) + 1, text);
}

/* How far the base gets from what stands before and behind. */
static const char *base_way = "regs";

static void unwind(const char *name, int status, const char *says,
		   const char *ours)
{
	static char *map;
	char was[64];

	put("base", "insn\tffffffff81400000\te+0x1\tpush %rax\tentry\n"
	    "insn\tffffffff81400002\te+0x3\tpop %rax\tentry\n");
	put("ours", "insn\tffffffff81400000\te+0x1\tpush %rax\tentry\n"
	    "insn\tffffffff81400001\te+0x2\twrmsr\tentry\n"
	    "insn\tffffffff81400002\te+0x3\tlfence\tentry\n"
	    "insn\tffffffff81400003\te+0x4\tpop %rax\tentry\n");
	put("map", "ffffffff81400000 T e\n");
	map = path("map");
	snprintf(was, sizeof(was), "# unwind: e+0x0 %s 3\n", base_way);
	traces("unwind-base-pti", was);
	snprintf(was, sizeof(was), "# unwind: e+0x2 %s 3\n", base_way);
	traces("unwind-base-nopti", was);
	traces("unwind-nopti", "");
	if (ours)
		traces("unwind-pti", ours);
	GIVES(name, status, says, cmd_unwind, dir, map, map, dir);
}

#define ALL_BUT(line) \
	"# unwind: e+0x0 regs 3\n# unwind: e+0x1 regs 3\n" line

void unwinds(void)
{
	unwind("unwind: no run", 2, "error: unwind: *unwind-pti*", NULL);
	unwind("unwind: a way from all", 0,
	       "*2 added instructions, a way from 2*; 2 others*",
	       ALL_BUT("# unwind: e+0x2 root 1\n# unwind: e+0x3 regs 3\n"));
	unwind("unwind: an added one without", 1,
	       "unwind: added *01 (wrmsr): none, beside way and way",
	       "# unwind: e+0x0 regs 3\n# unwind: e+0x1 none 3\n"
	       "# unwind: e+0x2 regs 3\n# unwind: e+0x3 regs 3\n");
	unwind("unwind: an old one that lost it", 1,
	       "unwind: *03 (pop %rax): none, on the base*",
	       ALL_BUT("# unwind: e+0x2 regs 3\n# unwind: e+0x3 none 3\n"));
	unwind("unwind: an added one never interrupted", 2,
	       "unwind: added *02 (lfence): executed, no backtrace*",
	       ALL_BUT("# unwind: e+0x3 regs 3\n"));
	unwind("unwind: nothing to compare with", 2, "unwind: 0 added*", "");
	base_way = "none";
	unwind("unwind: better than the base", 0,
	       "*2 added instructions, a way from 1 of them, from 1 where*",
	       "# unwind: e+0x0 none 3\n# unwind: e+0x1 regs 3\n"
	       "# unwind: e+0x2 none 3\n# unwind: e+0x3 none 3\n");
	base_way = "regs";
}

/* --- seeded: two sites, 0 by RDMSR and 1 by a WRMSR that clears --------- */

static void site(FILE *f, const char *op, const char *addr, const char *name,
		 const char *set)
{
	const char *v[SITE_COLUMNS] = {
		[SITE_OP] = op, [SITE_ADDRESS] = addr, [SITE_SYMBOL] = name,
		[SITE_CLASS] = "entry", [SITE_COUNT] = "4", [SITE_SET] = set,
	};

	record(f, REC_SITE, v);
}

static void seeded_run(void)
{
	FILE *f = create("s/rig.tsv");

	site(f, "rdmsr", "0x10", "first+0x0", "0");
	site(f, "wrmsr", "0xfffffe0000006020", "_entry_trampoline+0x20", "2");
	fprintf(f, "end\n");
	fclose(f);
}

static void said(const char *run, const char *word, const char *why)
{
	FILE *f = create(path("s-seeded/%s/verdict.tsv", run) + strlen(dir) + 1);

	fprintf(f, "case\t%s\t%s\t1\t%s\n", run, word, why);
	fclose(f);
}

#define READ	"0x10-ignore"
#define WRITE	"0xfffffe0000006020-"

static void all_caught(void)
{
	said(READ, "PASS", "seeded fault broke R6:reserved-bit-write");
	said(WRITE "ignore", "PASS", "seeded fault broke R1:ret");
	said(WRITE "one", "PASS", "seeded fault broke R5:set-while-protected");
	said(WRITE "high", "PASS", "seeded fault broke R6:high-half-lost");
}

static void seeded_files(void)
{
	put("cases", "[default]\nkernel = small\nmode = on\nsmp = 1\n"
	    "model = any\ntimeout = 9\nmwait = 0\nnmi = 0\n"
	    "[s]\nwhat = seeded here\ngroups = seeded\n"
	    "faults = ignore one high\nmark = 0x100000000\n"
	    "known = R5:ist-extra-read,guest:a-check\n");
	setenv("IBRS_CASES", path("cases"), 1);
	put("moot", "# none\n");
	put("map", "ffffffff81602000 T _entry_trampoline\n");
	put("uses", "use\tfirst+0x0\tread\t10\tinsn\n"
	    "use\tother_name+0x20\twrite\tffffffff81602020\tinsn\n"
	    "use\tfirst+0x0\twrite\t10\tinsn\n"
	    "use\tnever+0x5\twrite\tffffffff81000005\tinsn\n"
	    "use\tcalls+0x5\twrite\tffffffff81000015\tcall\nend\t1\t0\n");
}

static void seeded_plan(char *at)
{
	GIVES("seeded: no run of it", 2, "error: seeded: no case s, or no run*",
	      cmd_seeded, "plan", "s", at);
	put("s/rig.tsv", "end\n");
	GIVES("seeded: no site", 2, "", cmd_seeded, "judge", "s", at,
	      path("moot"));
	leaves("seeded: and why", "s/seeded.verdict", "ERROR\tno site was *");
	seeded_run();
	GIVES("seeded: the plan", 0, "s-seeded/" WRITE "one ,drop=0x*,"
	      "fault=one,stop=1,known=R5:ist-extra-read ibrs.loops=10", cmd_seeded,
	      "plan", "s", at);
	ok(!strstr(text_of("output"), "0x10-one") &&
	   !strstr(text_of("output"), "0x10-high"),
	   "seeded: a read has no value to write", text_of("output"));
	all_caught();
	said(READ, "ERROR", "the seeded site 0x10 was never executed");
	GIVES("seeded: what missed its site is planned again", 0,
	      "s-seeded/" READ " * ibrs.loops=100", cmd_seeded, "plan", "s", at,
	      "again");
	ok(!strstr(text_of("output"), WRITE), "seeded: and nothing else",
	   text_of("output"));
}

void seeded(void)
{
	char *at = path("s"), *moot = path("moot");
	char *uses = path("uses"), *map = path("map");

	seeded_files();
	seeded_plan(at);
	GIVES("seeded: one without a verdict", 2, "rdmsr first+0x0 * ERROR *",
	      cmd_seeded, "judge", "s", at, moot);
	leaves("seeded: and the word", "s/seeded.verdict",
	       "ERROR\t3 of 4 seeded faults broke a rule*no verdict on 1: *");
	all_caught();
	GIVES("seeded: all caught", 0, "wrmsr _entry_trampoline+0x20 *R1:ret *"
	      "R5:set-while-protected *R6:high-half-lost", cmd_seeded, "judge",
	      "s", at, moot, uses, map);
	leaves("seeded: the word", "s/seeded.verdict",
	       "PASS\t4 of 4 seeded faults broke a rule, 0 cannot matter");
	leaves("seeded: what was never executed", "s/seeded.tsv",
	       "0xffffffff81000005\twrmsr\tnever+0x5\t-\t-\t-\tnot executed *");
	leaves("seeded: and what cannot be told", "s/seeded.tsv",
	       "0xffffffff81000015\twrmsr\tcalls+0x5\t-\t-\t-\tby a call");
	leaves("seeded: a write is no read", "s/seeded.txt",
	       "wrmsr first+0x0 *not executed");
	ok(!strstr(text_of("s/seeded.tsv"), "other_name"),
	   "seeded: the trampoline by another name and address was executed",
	   text_of("s/seeded.tsv"));
	said(READ, "FAIL", "seeded fault broke no rule");
	GIVES("seeded: one goes unseen", 1, "", cmd_seeded, "judge", "s", at,
	      moot);
	leaves("seeded: and is named", "s/seeded.tsv",
	       "0x10\trdmsr\tfirst+0x0\tentry\tignore\tFAIL\tbroke no rule");
	put("moot", "small\tfirst+*\tignore\tit asks only\n");
	GIVES("seeded: that cannot matter", 0,
	      "moot: first+0x0 ignore: it asks only", cmd_seeded, "judge", "s",
	      at, moot);
	all_caught();
	GIVES("seeded: listed, and caught after all", 1, "", cmd_seeded,
	      "judge", "s", at, moot);
	put("uses", "use\tfirst+0x0\tread\t10\tinsn\n");
	GIVES("seeded: a list of the image that is cut short", 2, "",
	      cmd_seeded, "judge", "s", at, moot, uses, map);
}

/* --- control ----------------------------------------------------------- */

static void ended(const char *run, const char *console, const char *status)
{
	put(path("c-control/%s/console.log", run) + strlen(dir) + 1, console);
	put(path("c-control/%s/run.tsv", run) + strlen(dir) + 1, status);
	put(path("c-control/%s/rig.tsv.last", run) + strlen(dir) + 1,
	    "cpu 0 DB at debug\n");
}

#define LIVES	"ibrs-guest: done pass=1 fail=0 skip=0\n"
#define WARNS	"ibrs-guest: done pass=1 fail=1 skip=0\n"

void control(void)
{
	char *lines = path("lines"), *at = path("c");

	put("lines", "# why\nDB debug its stack\nMC nmi its stack\n");
	put("c/rig.tsv", "end\n");
	GIVES("control: the plan", 0, "c-control/2 ,control=2 ibrs.loops=10",
	      cmd_control, "plan", "c", lines);
	ended("1", "Kernel panic - not syncing\n\n\n", "status\t0\n");
	GIVES("control: one was not run", 2, "MC nmi its stack*no run*",
	      cmd_control, "judge", at, lines);
	ended("2", "starts\n", "status\t124\n");
	GIVES("control: all do harm", 0, "DB debug its stack*panics*cpu 0 DB*",
	      cmd_control, "judge", at, lines);
	leaves("control: a hang is harm", "c/control.tsv", "MC nmi*hangs*");
	leaves("control: the word", "c/control.verdict",
	       "PASS\t2 exclusions lifted without the series: 0 do no harm");
	ended("2", WARNS, "status\t0\n");
	GIVES("control: so is a warning", 0, "MC nmi*logs a warning*",
	      cmd_control, "judge", at, lines);
	ended("2", "starts\n", "status\t0\n");
	GIVES("control: and a reset", 0, "MC nmi*is reset*", cmd_control,
	      "judge", at, lines);
	ended("2", LIVES, "status\t0\n");
	GIVES("control: one that does none", 1, "MC nmi*lives*", cmd_control,
	      "judge", at, lines);
	ended("2", "starts\n", "status\t0\n");
	put("c-control/2/rig.tsv.last", "");
	GIVES("control: one that was not hit", 1, "MC nmi*was not hit*",
	      cmd_control, "judge", at, lines);
	put("lines", "# none\n");
	GIVES("control: no line at all", 2, "", cmd_control, "judge", at,
	      lines);
}
