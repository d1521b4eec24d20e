// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a sweep has to reach: where windows are (judge_clear_by()), what is
 * demanded of one instruction (rules/inject.c), and by the
 * table of functions (report/floor.c), which is not what happened to run.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "report/result.h"

static unsigned int done, failed;

static void ok(bool good, const char *name, const char *shown)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++done, name);
	failed += !good;
	if (!good)
		printf("# %s\n", shown);
}

static struct inject_count count(bool window, uint64_t exec, uint64_t nmis,
				 uint64_t able)
{
	struct inject_count c = { .window = window, .exec = exec };

	for (unsigned int k = 0; k < INJ_NR; k++)
		c.able[k] = able;
	c.sent[INJ_NMI] = nmis;
	return c;
}

static void wants(const char *name, struct inject_count c, unsigned int kind,
		  bool yes)
{
	ok(inject_wanted(&c, kind) == yes, name, yes ? "not wanted" : "wanted");
}

static void one_instruction(void)
{
	wants("an NMI at each", count(false, 1, 0, 1), INJ_NMI, true);
	wants("a nested one where 64 ran in NMIs", count(false, 99, 0, 64),
	      INJ_NEST, true);
	wants("... and not where 63 did", count(false, 99, 0, 63), INJ_NEST,
	      false);
	wants("a #MC at what ran once", count(false, 1, 0, 1), INJ_MC, true);
	wants("... and had no NMI", count(false, 1, 1, 1), INJ_MC, false);
	wants("in a window an NMI at what ran once",
	      count(true, 1, 1, 1), INJ_NMI, true);
	wants("... no nested one", count(true, 1, 1, 1), INJ_NEST, false);
	wants("... one at what ran twice", count(true, 2, 1, 2), INJ_NEST,
	      true);
	wants("... no #DB", count(true, 99, 1, 99), INJ_DB, false);
	wants("... a #MC where more ran than NMIs", count(true, 3, 2, 3),
	      INJ_MC, true);
	wants("... and not where each had one", count(true, 2, 2, 2), INJ_MC,
	      false);
}

static struct judge_cfg cfg;
static struct judge j;

static void is_clear_by(const char *name, unsigned int cls)
{
	ok(judge_clear_by(&j) == cls, name,
	   site_class_name(judge_clear_by(&j)));
}

static void of_windows(void)
{
	judge_init(&j, &cfg, 0);
	is_clear_by("not armed, and clear: no window", S_NR);
	judge_wrmsr(&j, 0, SPEC_CTRL_IBRS, S_FIRMWARE);
	judge_wrmsr(&j, 0, 0, S_FIRMWARE);
	is_clear_by("... nor behind a firmware call", S_NR);
	judge_wrmsr(&j, 0, SPEC_CTRL_IBRS, S_BOOT);
	is_clear_by("armed: no window", S_NR);
	judge_wrmsr(&j, 0, 0, S_FIRMWARE);
	is_clear_by("armed, and clear for a firmware call", S_FIRMWARE);
	judge_wrmsr(&j, 0, SPEC_CTRL_IBRS, S_FIRMWARE);
	judge_wrmsr(&j, 0, 0, S_IDLE);
	is_clear_by("from idle's clear", S_IDLE);
	j.nev = 1;
	is_clear_by("... not in the handler of an NMI from there", S_NR);
	j.nev = 0;
	is_clear_by("... but behind it", S_IDLE);
	judge_wrmsr(&j, 0, SPEC_CTRL_IBRS, S_IDLE);
	is_clear_by("... up to its set", S_NR);
	judge_wrmsr(&j, 0, 0, S_ENTRY);
	is_clear_by("not from the entry text's clear", S_NR);
	judge_wrmsr(&j, 0, 0, S_OFFLINE);
	is_clear_by("from the clear of who goes offline", S_OFFLINE);
	judge_reset(&j, 0);
	is_clear_by("... up to INIT", S_NR);
}

/* A run that has a function of entry text, and one in a window of idle. */
static struct result r;
static struct options o;
static struct cover_row rows[5];
static char entry[] = "nmi+0x0", more[] = "nmi+0x2", idle[] = "intel_idle+0x3";
static char other[] = "debug+0x0", site[] = "idle", symbol[] = "nmi";
static char *symbols[2] = { symbol };
static char table_path[] = "/tmp/ibrs-sweeps.XXXXXX";

static void swept(void)
{
	memset(&r, 0, sizeof(r));
	memset(&o, 0, sizeof(o));
	memset(rows, 0, sizeof(rows));
	o.floor = "pti windows";
	r.cover.row = rows;
	r.cover.nrows = 3;
	r.cover.symbol = symbols;
	r.cover.nsymbols = 1;
	r.cover.asked[INJ_NMI] = 1;
	rows[0].name = entry;
	rows[1].name = more;
	rows[2].name = idle;
	rows[2].site = site;
	for (unsigned int i = 0; i < 3; i++) {
		rows[i].reasons = "-";
		rows[i].entry = 0xffffffff81400000ull + i;
		rows[i].exec = rows[i].able[INJ_NMI] = 9;
		rows[i].sent[INJ_NMI] = 1;
	}
}

static void says(const char *name, const char *table, enum word word,
		 const char *pattern)
{
	struct verdict v = { .run = W_PASS };
	FILE *f = fopen(table_path, "w");

	if (!f || fputs(table, f) < 0 || fclose(f))
		exit(2);
	floor_judge(&r, &o, &v);
	ok(v.nchecks == 1 && v.check[0].word == word && v.run == word &&
	   !fnmatch(pattern, v.check[0].why, 0), name, v.check[0].why);
}

#define TABLE	"# a table\n[pti]\nnmi 2\n\n[windows]\nidle:intel_idle 1\n"

static void of_functions(void)
{
	swept();
	says("as many as the table has", TABLE, W_PASS, "2 functions *");
	says("another section is not asked for", TABLE "[smp]\nnmi 9\n", W_PASS,
	     "2 functions *");
	says("one more in the table", "[pti]\nnmi 3\n", W_ERROR,
	     "floor: nmi: 2 instructions executed, and it has 3");
	says("one more in the table's window",
	     "[pti]\nnmi 2\n[windows]\nidle:intel_idle 2\n", W_ERROR,
	     "*idle intel_idle: 1 instructions executed, and it has 2");
	says("a window of another site", "[pti]\nnmi 2\noffline:intel_idle 1\n",
	     W_ERROR, "*offline intel_idle: 0 instructions *");
	says("one that did not run", TABLE "debug 1\n[pti]\ndebug 4\n", W_ERROR,
	     "*debug: 0 instructions executed, and it has 1");
	rows[1].sent[INJ_NMI] = 0;
	says("one ran and had no NMI", TABLE, W_ERROR,
	     "*nmi: NMIs at 1 instructions, and it has 2");
	swept();
	symbols[1] = strdup("vector");
	r.cover.nsymbols = 2;
	says("a function that the table has not", TABLE, W_ERROR,
	     "*the entry text has vector, *");
	says("... but for what never runs", TABLE "[never]\nvector why not\n",
	     W_PASS, "2 functions *");
	says("... without a reason", TABLE "[never]\nvector \n", W_ERROR, "*");
	rows[3] = rows[0];
	rows[3].name = strdup("vector+0x0");
	r.cover.nrows = 4;
	says("... and it has run", TABLE "[never]\nvector why not\n", W_ERROR,
	     "*vector has run, *");
	r.cover.nrows = 3;
	r.cover.windows = 1;
	says("... where windows alone are asked for", TABLE, W_PASS,
	     "2 functions *");
	swept();
	r.cover.nsymbols = 0;
	says("not known what the entry text has", TABLE, W_ERROR,
	     "*does not say what *");
	swept();
	says("nothing of what is asked for", "[smp]\nnmi 2\n", W_ERROR, "*");
	says("no number", "[pti]\nnmi two\n", W_ERROR, "*: nmi");
	says("no section", "nmi 2\n", W_ERROR, "*: nmi 2");
	rows[0].name = other;
	says("a name that only begins so", "[pti]\nnm 1\n", W_ERROR,
	     "*nm: 0 instructions *");
}

int main(void)
{
	if (mkstemp(table_path) < 0 || setenv("IBRS_FLOOR", table_path, 1))
		return 2;
	printf("KTAP version 1\n");
	of_windows();
	one_instruction();
	of_functions();
	unlink(table_path);
	printf("1..%u\n", done);
	return !!failed;
}
