// SPDX-License-Identifier: GPL-2.0-only
/* counts mutant-judges, and the table of it: what each judge says of each mutant. */
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "unit/compare.h"

static void head(const char *name, const char *lines)
{
	FILE *f = create(path("m/tests/proof/mutants/%s.patch", name) +
			 strlen(dir) + 1);

	fprintf(f, "A mistake.\n\nExpect: R1\nRun: pti-smp1\n%s\ndiff --git\n",
		lines);
	fclose(f);
}

static void was(const char *name, const char *series, const char *word,
		const char *cells)
{
	FILE *f = create(path("m/c/mutants/%s/made.tsv", name) + strlen(dir) + 1);

	fprintf(f, "series\t%s\nset\t\ndate\t2026-02-01\ngcc\t12.2.0\n"
		"qemu\t7.2.22\ncommit\tc\n", series);
	fclose(f);
	f = create(path("m/c/mutants/%s/verdict.tsv", name) + strlen(dir) + 1);
	fprintf(f, "%s\t%s\tpti-smp1\tR1\tR1:ret\tp\t%s\tcaught\n", name, word,
		cells);
	fclose(f);
}

/* The columns from broken to self. */
#define FOUND	"R1 R7\tR1\t9\tclear\ta b c d e"
#define BLIND	"R1\t\t9\tset\t-"
#define STATIC	"\tR13\t9\t-\t"

static void all_of_them(void)
{
	head("01-a", "Self-check: bad do_nmi\nImage: enter-x\n");
	head("02-b", "Dynamic: it is data\nSelf-check: cannot see, user mode\n");
	head("03-c", "Static: no run\n");
	head("04-d", "Self-check: not asked, it hangs\n");
	head("05-e", "Self-check: bad do_nmi\nImage: enter-y\n");
	head("06-f", "Self-check: bad do_nmi\nImage: enter-z\n");
	was("01-a", "aaa", "PASS", FOUND);
	was("02-b", "aaa", "PASS", BLIND);
	was("03-c", "aaa", "PASS", STATIC);
	was("04-d", "aaa", "PASS", "R7\tR7\t9\tclear\t");
	was("05-e", "bbb", "PASS", FOUND);
	was("control-pti-smp1-selfcheck", "bbb", "PASS", FOUND);
}

static void says(const char *name, const char *what)
{
	GIVES(name, 0, what, cmd_counts, path("m/c"), "aaa", "-", path("out"),
	      "mutant-judges");
}

#define RECORD "out/mutant-judges.tsv"

static void record_of_them(void)
{
	says("all that was run is in it", "mutant-judges\thave");
	leaves("by the checker", RECORD, "01-a.check\tR1");
	leaves("by the instrument", RECORD, "01-a.rig\tR1 R7");
	leaves("by the self-check", RECORD, "01-a.self\ta b c and 2 more");
	leaves("the same mistake in the image", RECORD, "01-a.image\tenter-x");
	leaves("not by the checker", RECORD, "02-b.check\tno: it is data");
	leaves("not by the self-check", RECORD, "02-b.self\tno: user mode");
	leaves("no run", RECORD, "03-c.rig\tnot asked: no run");
	leaves("nor a self-check", RECORD, "03-c.self\tnot asked: no run");
	leaves("not asked", RECORD, "04-d.self\tnot asked: it hangs");
	leaves("one of another series", RECORD, "05-e.self\tnot run");
	leaves("how many", RECORD, "mutants\t6");
	leaves("were not run", RECORD, "unrun\t2");
	leaves("ran C while clear, and were asked", RECORD, "clear\t1");
	leaves("and were found", RECORD, "clear.self\t1");
}

static void refused(void)
{
	was("02-b", "aaa", "FAIL", BLIND);
	says("one that is FAIL", "mutant-judges\tnone\t*02-b: is no PASS (FAIL)");
	was("02-b", "aaa", "PASS", "R1\tR1\t9\tclear\t-");
	says("less than 9 of 10", "mutant-judges\tnone\t*of 2 * finds 1 only");
	was("02-b", "aaa", "PASS", "R1");
	says("one that was cut off", "mutant-judges\tnone\t*not run to its end");
	was("02-b", "aaa", "PASS", "R1\tR1\t9\t-\t");
	says("one that the checker alone looked at", "mutant-judges\tnone\t*02-b: was not "
	     "run as its head asks*");
	put("m/c/mutants/02-b/verdict.tsv", "01-a\tPASS\tpti-smp1\tR1\tR1:ret\tp\t"
	    BLIND "\tcaught\n");
	says("another one's", "mutant-judges\tnone\t*02-b: was not run as *");
	was("02-b", "aaa", "PASS", BLIND);
	head("02-b", "Dynamic: it is data\nSelf-check: not asked, it hangs\n");
	says("one that was asked more", "mutant-judges\tnone\t*02-b: was not run as *");
	head("02-b", "Self-check: maybe\n");
	says("a head that is wrong", "mutant-judges\tnone\t*02-b.patch has a bad*");
	was("02-b", "bbb", "PASS", BLIND);
	head("02-b", "Self-check: cannot see, user mode\n");
}

#define HEAD "series\taaa\nwith\tgcc 12.2\ncommit\tc\ndate\t2026-01-01\n"

#define IMAGE "record\timage-mutants\nkind\trun\ncommand\tx\n" HEAD \
	"rig.R1.1\tenter-y\nimage.R6:high.1\tenter-x\n" \
	"image.R6:stibp.1\tenter-x\nimage.R4.2\tenter-x\n"

static void table(void)
{
	put("j/image-mutants.tsv", IMAGE);
	put("j.blocks", "== none image-mutants\nx\n");
	put("j.md", "<!-- counted: mutant-table -->\n<!-- end counted -->\n"
	    "<!-- counted: none -->\nx\n<!-- end counted -->\n");
	GIVES("without a record", 0, "*", cmd_numbers, "render",
	      path("j.blocks"), path("j"), path("j.md"));
	leaves("there is no table", "j.md", "None was run for this table:*");
	put("j/mutant-judges.tsv", text_of(RECORD));
	GIVES("a table is made of it", 0, "*", cmd_numbers, "render",
	      path("j.blocks"), path("j"), path("j.md"));
	leaves("and a sum", "j.md", "Of 6 mutants 4 were run for this table. *");
	leaves("a row for each", "j.md",
	       "| 01-a | R1 | R1 R7 | a b c and 2 more | R6 R4 |");
	leaves("what the image does not see", "j.md",
	       "| 05-e | not run | not run | not run | no: only the *");
	leaves("what was not run there", "j.md",
	       "| 06-f | not run | not run | not run | not run |");
	leaves("and is not asked", "j.md",
	       "| 03-c | R13 | not asked: no run | not asked: no run | not *");
}

void by_judges(void)
{
	const char *cases = getenv("IBRS_CASES");
	char *was_there = cases ? strdup(cases) : NULL;

	put("m/tests/cases.cfg", "[default]\nkernel = small\n[pti-smp1]\nwhat = x\n");
	put("m/tests/image/mutants.tsv", "enter-x\tR1\nenter-y\tR1\nenter-z\tR1\n");
	setenv("IBRS_CASES", path("m/tests/cases.cfg"), 1);
	all_of_them();
	record_of_them();
	table();
	refused();
	if (was_there)
		setenv("IBRS_CASES", was_there, 1);
	else
		unsetenv("IBRS_CASES");
}
