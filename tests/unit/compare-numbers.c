// SPDX-License-Identifier: GPL-2.0-only
/* numbers: what a text has to show, what makes it FAIL, what is older. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "unit/compare.h"

static const char blocks[] =
	"# what is shown\n"
	"== calls windows\n"
	"  in, SYSCALL   %-4s/ %s\n"
	"\tpti.in nopti.in\n"
	"\n"
	"  %'8s instructions, 5 %%, %s bytes\n"
	"\tinsns cost:bytes\n"
	"\n";
static const char shown[] =
	"Subject: x\n\n"
	"[counted: calls]\n"
	"  in, SYSCALL   22  / 17\n"
	"\n"
	"  1,234,567 instructions, 5 %, 48 bytes\n"
	"[end counted]\n"
	"---\n"
	"[counted: none]\n";

static void put_record(const char *where, const char *name, const char *kind,
		       const char *series, const char *rest)
{
	FILE *f = create(where);

	fprintf(f, "record\t%s\nkind\t%s\ncommand\tmake %s\nseries\t%s\n"
		"with\tgcc 12.2\n%s%s", name, kind, name, series,
		*kind == 'r' ? "commit\tc\ndate\t2026-01-01\n" : "", rest);
	fclose(f);
}

#define COUNTS(in) "pti.in\t" in "\nnopti.in\t17\ninsns\t1234567\n"

/* As after make results: the text shows what was counted just now. */
static void fresh(void)
{
	put("blocks", blocks);
	put("a.patch", shown);
	put_record("kept/windows.tsv", "windows", "exact", "aaa", COUNTS("22"));
	put_record("kept/cost.tsv", "cost", "run", "aaa", "bytes\t48\n");
	put_record("now/windows.tsv", "windows", "exact", "aaa", COUNTS("22"));
	put_record("now/cost.tsv", "cost", "run", "aaa", "bytes\t49\n");
}

static void check(const char *name, int status, const char *pattern,
		  const char *series)
{
	GIVES(name, status, pattern, cmd_numbers, "check", path("blocks"),
	      path("kept"), path("now"), (char *)series, path("a.patch"));
	fresh();
}

static void patch(const char *from, const char *to)
{
	const char *at = strstr(shown, from);
	char *new;

	if (asprintf(&new, "%.*s%s%s", (int)(at - shown), shown, to,
		     at + strlen(from)) < 0)
		abort();
	put("a.patch", new);
}

static void texts(void)
{
	check("a text that shows what was counted", 0,
	      "PASS  numbers: 1 blocks in 1 texts show what was counted; 1 of 2*",
	      "aaa");
	patch("22 ", "23 ");
	check("a number changed by hand", 1,
	      "FAIL: */a.patch:4: *23*counted is: *22*: make results", "aaa");
	patch("  1,2", "  1,3");
	check("another line is told by its number", 1, "FAIL: */a.patch:6: *",
	      "aaa");
	patch("[end", "more\n[end");
	check("a line more", 1, "FAIL: */a.patch:7: \"more\"; *", "aaa");
	patch("\n\n  1,234,567 instructions, 5 %, 48 bytes", "");
	check("lines less", 1, "FAIL: */a.patch:5: \"\"; *", "aaa");
	patch("[end counted]\n", "");
	check("a block without an end", 1,
	      "FAIL: */a.patch:3: a block that has no end", "aaa");
	patch("[end counted]", "[counted: calls]\n[end counted]");
	check("a block in a block", 1, "FAIL: */a.patch:7: a block in*", "aaa");
	patch("[counted: calls]\n", "");
	check("a block without a beginning", 1, "FAIL: */a.patch:6: the end*",
	      "aaa");
	patch("calls", "nothing");
	check("a block that is not known", 2, "error: * has no block nothing",
	      "aaa");
	put("a.patch", "Subject: x\n---\n");
	check("a block that no text shows", 1,
	      "FAIL: *: block calls stands in no text", "aaa");
	remove(path("a.patch"));
	check("a text that is not there", 2, "error: */a.patch: No such*",
	      "aaa");
}

static void records(void)
{
	put_record("now/windows.tsv", "windows", "exact", "aaa", COUNTS("23"));
	check("the results at hand count otherwise", 1,
	      "FAIL: */a.patch:4: *22*; counted is: *23*", "aaa");
	put_record("kept/windows.tsv", "windows", "exact", "aaa", COUNTS("21"));
	check("only the record is old", 1,
	      "FAIL: */a.patch:4: *22*; recorded is: *21*", "aaa");
	check("all is of another series", 77,
	      "SKIP: */windows.tsv: was counted on series aaa, and this is bbb:"
	      " make windows, then make results", "bbb");
	put_record("kept/cost.tsv", "cost", "run", "old", "bytes\t48\n");
	check("a long run is of another series", 77,
	      "SKIP: */cost.tsv: was counted on series old*", "aaa");
	put_record("kept/cost.tsv", "cost", "run", "old", "bytes\t48\n");
	patch("22 ", "23 ");
	check("and a FAIL decides", 1, "FAIL: */a.patch:4: *", "aaa");
	put_record("kept/windows.tsv", "windows", "exact", "old", COUNTS("22"));
	check("counted again on this series", 0, "PASS *", "aaa");
	put_record("kept/windows.tsv", "windows", "exact", "aaa", "pti.in\t22\n");
	check("a number no record has", 2,
	      "error: *block calls: nopti.in of record windows: no such*",
	      "aaa");
	put("kept/windows.tsv", "pti.in\t22\n");
	check("a record that does not say what it is", 2,
	      "error: */windows.tsv does not say record", "aaa");
	put_record("kept/cost.tsv", "cost", "run", "aaa", "bytes 48\n");
	check("a line that is no key and value", 2,
	      "error: */cost.tsv:8: no key and value*", "aaa");
	put_record("kept/cost.tsv", "cost", "run", "aaa", "bytes\t1\nbytes\t1\n");
	check("a key twice", 2, "error: */cost.tsv:9: a key that was*", "aaa");
	put("now/windows.tsv", "record\twindows\nkind\texact\ncommand\tx\n"
	    "series\taaa\nwith\tgcc 13.2\n" COUNTS("23"));
	check("another compiler", 77,
	      "SKIP: */windows.tsv: was counted with gcc 12.2 and not*", "aaa");
}

static void marks(void)
{
	static const struct {
		const char *from, *to, *says;
	} bad[] = {
		{ "[counted: calls]", "[counted: calls] ", "*.patch:3: no mark*" },
		{ "[counted: calls]", "[counted: Calls]", "*.patch:3: no mark*" },
		{ "[counted: calls]", "[counted:calls", "*.patch:3: no mark*" },
		{ "[counted: calls]", "\t<!-- Counted: calls -->\r",
		  "*.patch:3: no mark*" },
		{ "[end counted]", "[end counted].", "*.patch:7: no mark*" },
		{ "[end counted]", "[end: counted]",
		  "*.patch:3: a block that has no end" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		patch(bad[i].from, bad[i].to);
		check(bad[i].to, 1, bad[i].says, "aaa");
	}
	patch("Subject: x", "Subject: what is [counted: so]");
	check("a sentence may have the word", 0, "PASS *", "aaa");
}

/* Nothing that is compared is no PASS. */
static void nothing(void)
{
	remove(path("kept/windows.tsv"));
	remove(path("kept/cost.tsv"));
	check("no record", 2, "error: */kept has no record: git checkout it",
	      "aaa");
	put("blocks", "# none\n");
	put("a.patch", "Subject: x\n");
	check("no block", 2, "error: */blocks:1: no block in it*", "aaa");
	GIVES("no results", 2, "error: */nix: No such file or directory",
	      cmd_numbers, "take", path("kept"), path("nix"));
	GIVES("no texts", 2, "error: usage: *", cmd_numbers, "check",
	      path("blocks"), path("kept"), path("now"), "aaa");
	GIVES("no word", 2, "error: usage: *", cmd_numbers, "nix");
}

static void forms(void)
{
	static const struct {
		const char *name, *text, *says;
	} bad[] = {
		{ "no block begins", "text\n== calls windows\n",
		  "*blocks:1: no block begins here" },
		{ "a block without its record", "== calls\n",
		  "*blocks:1: == <block> <record>, please" },
		{ "more places than keys", "== calls windows\n%s %s\n\tpti.in\n",
		  "*blocks:2: more %s than keys" },
		{ "more keys than places",
		  "== calls windows\n%s\n\tpti.in nopti.in\n",
		  "*blocks:2: more keys than %s" },
		{ "what is no %s", "== calls windows\n%d\n\tpti.in\n",
		  "*blocks:2: a % that is no %s" },
		{ "keys of no line", "== calls windows\n\tpti.in\n",
		  "*blocks:2: keys without a line above them*" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		put("blocks", bad[i].text);
		check(bad[i].name, 2, bad[i].says, "aaa");
	}
}

static void mends(void)
{
	put_record("now/windows.tsv", "windows", "exact", "aaa", COUNTS("23"));
	remove(path("now/cost.tsv"));
	GIVES("take", 0, "*/kept/windows.tsv", cmd_numbers, "take",
	      path("kept"), path("now"));
	GIVES("render", 0, "*/a.patch", cmd_numbers, "render", path("blocks"),
	      path("kept"), path("a.patch"));
	leaves("shows what was taken", "a.patch", "  in, SYSCALL   23  / 17");
	leaves("and keeps what stands behind", "a.patch", "[[]counted: none]");
	put_record("now/windows.tsv", "windows", "exact", "aaa", COUNTS("22"));
	GIVES("and back", 0, "*", cmd_numbers, "take", path("kept"),
	      path("now"));
	GIVES("renders", 0, "*", cmd_numbers, "render", path("blocks"),
	      path("kept"), path("a.patch"));
	ok(!strcmp(text_of("a.patch"), shown), "the same bytes",
	   text_of("a.patch"));
	GIVES("a second time nothing changes", 0, "", cmd_numbers, "render",
	      path("blocks"), path("kept"), path("a.patch"));
	put("b.patch", "[counted: none]\n[end counted]\n");
	put_record("kept/windows.tsv", "windows", "exact", "aaa", COUNTS("23"));
	GIVES("one text that cannot be shown", 2, "error: * no block none",
	      cmd_numbers, "render", path("blocks"), path("kept"),
	      path("a.patch"), path("b.patch"));
	ok(!strcmp(text_of("a.patch"), shown), "leaves the others as they are",
	   text_of("a.patch"));
	put("b.patch", "[counted: calls]\n");
	GIVES("a mark without its end", 1, "FAIL: */b.patch:1: a block that*",
	      cmd_numbers, "render", path("blocks"), path("kept"),
	      path("b.patch"));
	put("kept/cost.tsv", "");
	GIVES("nothing is written of a bad record", 2, "error: *", cmd_numbers,
	      "take", path("kept"), path("now"));
}

void numbers(void)
{
	fresh();
	texts();
	marks();
	records();
	nothing();
	forms();
	mends();
}
