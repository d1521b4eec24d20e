// SPDX-License-Identifier: GPL-2.0-only
/*
 * map: each cell of the map of the proof is counted, and has what shows that it
 * can fail; one whose only proof is gone, or whose record is older, says so.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/commands.h"
#include "rules/unjudged.h"
#include "unit/compare.h"

#define JUDGES	"rig 11 check 22 image 33"

static const struct {
	enum judge_kind who;
	const char *key;
} judges[] = {
	{ JUDGE_RIG, "rig" }, { JUDGE_CHECK, "check" }, { JUDGE_ALONE, "image" },
};

static struct record_text {
	const char *name, *series, *judges;
	char text[16384];
} records[] = {
	{ .name = "judged-rig" }, { .name = "judged-check" },
	{ .name = "judged-image" }, { .name = "evidence" },
	{ .name = "mutants" }, { .name = "image-mutants" },
};

enum { RIG, CHECK, IMAGE, EVIDENCE, MUTANTS, FAULTS, NR };

static char streams[8192], faults[8192];

static __attribute__((format(printf, 2, 3)))
void add(char *text, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsprintf(text + strlen(text), fmt, ap);
	va_end(ap);
}

/* What shows that @cell, of the judge @who, can fail: one thing, there. */
static void proof(unsigned int who, const char *cell)
{
	if (who == RIG && !strcmp(cell, "R4")) {
		add(records[MUTANTS].text, "rig.%s.1\t04-gone\n", cell);
		put("tests/proof/mutants/04-gone.patch", "diff\n");
	} else if (who == RIG) {
		add(records[EVIDENCE].text, "rig.%s.1\ts %s\n", cell, cell);
		add(streams, "\t{ \"s %s\", s, 1, \"\" },\n", cell);
	} else if (who == CHECK) {
		add(records[EVIDENCE].text, "check.%s.1\tbad-%s\n", cell, cell);
		put(path("tests/check/testdata/bad-%s.S", cell) + strlen(dir) + 1,
		    "nop\n");
	} else {
		add(records[FAULTS].text, "image.%s.1\tf-%s\n", cell, cell);
		add(faults, "f-%s\tR1\n", cell);
	}
}

static void one_cell(unsigned int who, unsigned int rule, enum rule_part p)
{
	char cell[40];

	if (unjudged_why(rule, p, judges[who].who))
		return;
	snprintf(cell, sizeof(cell), "R%u%s%s", rule, p < NR_PARTS ? ":" : "",
		 p < NR_PARTS ? part_names[p].name : "");
	add(records[who].text, "%s\t7\n", cell);
	proof(who, cell);
}

static void write_record(const struct record_text *r)
{
	FILE *f = create(path("map-kept/%s.tsv", r->name) + strlen(dir) + 1);

	fprintf(f, "record\t%s\nkind\trun\ncommand\tmake %s\nseries\t%s\n"
		"with\tgcc 12.2\n%s%s%scommit\tc\ndate\t2026-01-01\n%s", r->name,
		r->name, r->series, r->judges ? "judges\t" : "",
		r->judges ? r->judges : "", r->judges ? "\n" : "", r->text);
	fclose(f);
}

/* As it has to be: each cell counted, with one proof that is there. */
static void whole(void)
{
	*streams = 0;
	strcpy(faults, "# a list\n");
	for (unsigned int i = 0; i < NR; i++) {
		records[i].series = "aaa";
		records[i].judges = JUDGES;
		*records[i].text = 0;
	}
	for (unsigned int who = 0; who < 3; who++)
		for (unsigned int r = 1; r < NR_RULES; r++) {
			if (!parts_of(r))
				one_cell(who, r, NR_PARTS);
			for (enum rule_part p = 0; p < NR_PARTS; p++)
				if (part_names[p].rule == r)
					one_cell(who, r, p);
		}
	put("tests/unit/judge-x.c", streams);
	put("tests/image/mutants.tsv", faults);
	for (unsigned int i = 0; i < NR; i++)
		write_record(&records[i]);
}

/* In the place of the project, for tests/. */
static int cmd_map_there(int argc, char **argv)
{
	return chdir(dir) ? 99 : cmd_map(argc, argv);
}

static int cmd_numbers_there(int argc, char **argv)
{
	return chdir(dir) ? 99 : cmd_numbers(argc, argv);
}

static void check(const char *name, int status, const char *pattern)
{
	GIVES(name, status, pattern, cmd_map_there, "map-kept", "xxa\naaa\nccc", JUDGES);
	whole();
}

/* Takes the line, or the text, with @what out of a file there. */
static void lose(const char *file, const char *what)
{
	char *text = strdup(text_of(file)), *at = strstr(text, what);

	if (!at)
		abort();
	memset(at, '-', strlen(what));
	put(file, text);
	free(text);
}

static void lose_file(const char *name)
{
	if (unlink(path("%s", name)))
		abort();
}

static void proofs_lost(void)
{
	lose_file("tests/check/testdata/bad-R9:offline.S");
	check("a cell's only fixture is gone: ERROR", 2,
	      "ERROR R9:offline *checker *nothing shows that it can fail");
	lose_file("tests/proof/mutants/04-gone.patch");
	check("a cell's only mutant is gone: ERROR", 2,
	      "ERROR R4 *instrument nothing shows that it can fail");
	lose("tests/unit/judge-x.c", "\"s R10:s3\"");
	check("a cell's only stream is gone: ERROR", 2,
	      "ERROR R10:s3 *instrument nothing shows that it can fail");
	lose("tests/image/mutants.tsv", "f-R3:ist\t");
	check("a cell's only fault of the image is gone: ERROR", 2,
	      "ERROR R3:ist *image *nothing shows that it can fail");
	lose_file("tests/check/testdata/bad-R9:offline.S");
	check("the others are as they were", 2,
	      "*rror: map: of * 1 are empty*");
	add(records[EVIDENCE].text, "check.R9:offline.2\tbad-R1\n");
	write_record(&records[EVIDENCE]);
	lose_file("tests/check/testdata/bad-R9:offline.S");
	check("with another one it is none", 0,
	      "PASS  R9:offline *checker *7 counted, shown by 1 fixture");
	add(records[EVIDENCE].text, "check.R9:offline.2\tbad-R1\n");
	write_record(&records[EVIDENCE]);
	check("both are counted", 0,
	      "PASS  R9:offline *checker *7 counted, shown by 2 fixtures");
}

static void counts_lost(void)
{
	lose("map-kept/judged-rig.tsv", "R10:s3");
	check("a cell without a count: ERROR", 2,
	      "ERROR R10:s3 *instrument nothing was counted");
	records[RIG].name = "judged-rig-full";
	write_record(&records[RIG]);
	records[RIG].name = "judged-rig";
	lose("map-kept/judged-rig.tsv", "R10:s3");
	check("which make full has counted", 0, "PASS  R10:s3 *instrument *");
	lose_file("map-kept/judged-rig-full.tsv");
	lose("map-kept/judged-check.tsv", "R2\t7\n");
	put("map-kept/judged-check.tsv", "");
	lose_file("map-kept/judged-image.tsv");
	check("a record that is damaged: ERROR", 2, "*judged-check.tsv does not say*");
	lose_file("map-kept/judged-image.tsv");
	check("a record that is not there: ERROR", 2,
	      "ERROR R1 *image *nothing was counted");
}

static void records_older(void)
{
	records[CHECK].series = "bbb";
	write_record(&records[CHECK]);
	check("counted on another series: SKIP", 77,
	      "SKIP  R9:offline * judged-check is of another series: "
	      "make judged-check, then make results");
	records[CHECK].judges = "rig 11 check 21 image 33";
	write_record(&records[CHECK]);
	check("counted by an older judge: SKIP", 77,
	      "SKIP  R2 *checker *judged-check is older than the judge: *");
	records[CHECK].judges = "rig 11 check 21 image 33";
	write_record(&records[CHECK]);
	check("which says nothing of another one", 77,
	      "PASS  R2 *instrument 7 counted, shown by 1 stream");
	records[IMAGE].judges = NULL;
	write_record(&records[IMAGE]);
	check("by nobody knows which judge: SKIP", 77,
	      "SKIP  R2 *image *judged-image is older than the judge: *");
	records[EVIDENCE].judges = "rig 11 check 2 image 33";
	write_record(&records[EVIDENCE]);
	check("shown to an older judge: SKIP", 77,
	      "SKIP  R2 *checker *evidence is older than the judge: *");
	records[EVIDENCE].series = "bbb";
	write_record(&records[EVIDENCE]);
	lose_file("tests/check/testdata/bad-R2.S");
	check("an empty cell is more than an old one: ERROR", 2,
	      "ERROR R2 *checker *nothing shows that it can fail");
}

static void rendered(void)
{
	put("blocks", "== none judged-rig\n  -\n");
	put("map.md", "<!-- counted: map -->\n<!-- end counted -->\n"
	    "<!-- counted: map-sum -->\n<!-- end counted -->\n");
	GIVES("it is rendered", 0, "*map.md", cmd_numbers_there, "render",
	      "blocks", "map-kept", "map.md");
	leaves("a line for a cell", "map.md",
	       "| R9:offline | checker | [[]7](judged-check.tsv) | 1 fixture, "
	       "[[]bad-R9:offline](../../tests/check/testdata/bad-R9:offline.S) |");
	leaves("a reason for one that cannot be", "map.md",
	       "| R4 | image | - | ?* |");
	leaves("and what it was counted on", "map.md",
	       "| [[]judged-rig](judged-rig.tsv) | make judged-rig | aaa | "
	       JUDGES " | 2026-01-01 |");
	leaves("and how many", "map.md", "Of * cells * are empty.");
	leaves("and how many are of no code of the series", "map.md",
	       "Of the *, 4 are of rules that the series has no code for, *");
	lose_file("tests/check/testdata/bad-R9:offline.S");
	GIVES("one that is lost is seen", 1, "FAIL: map.md:*R9:offline*",
	      cmd_numbers_there, "check", "blocks", "map-kept", "map-kept", "aaa",
	      "map.md");
	whole();
}

void map(void)
{
	whole();
	check("all counted, all can fail: PASS", 0, "*map: of * 0 are empty*");
	proofs_lost();
	counts_lost();
	records_older();
	rendered();
}
