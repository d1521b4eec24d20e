// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules: what each demands, as Documentation/rules.txt has it, and who asked
 * how often with which word.  A judge that a rule is none of has no number there.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "report/compare.h"
#include "report/counts.h"

#define LAW	"Documentation/rules.txt"

/* A title is "R9  Idle and offline clear", and underlined. */
static char **page_of(char **line, unsigned int rule)
{
	char head[16];

	snprintf(head, sizeof(head), "R%u  ", rule);
	for (; line && *line; line++)
		if (!strncmp(*line, head, strlen(head)) && line[1] &&
		    !strncmp(line[1], "====", 4))
			return line + 2;
	return NULL;
}

/* Its first paragraph, in one line; NULL: there is no such page. */
static char *demand_of(char **law, unsigned int rule)
{
	char **line = page_of(law, rule), *all = NULL;
	size_t len;
	FILE *f;

	if (!line)
		return NULL;
	while (*line && !**line)
		line++;
	f = open_memstream(&all, &len);
	if (!f)
		abort();
	for (; *line && **line && strcmp(*line, "Why"); line++)
		for (const char *s = *line + (strncmp(*line, " - ", 3) ? 0 : 3);
		     *(s += strspn(s, " \t")); ) {
			size_t n = strcspn(s, " \t");

			fprintf(f, "%s%.*s", ftell(f) ? " " : "", (int)n, s);
			s += n;
		}
	fclose(f);
	return all;
}

static void say_demands(struct doc *d)
{
	char **law = lines_read(LAW);

	doc_part(d, "What each rule demands");
	for (unsigned int r = 1; r < NR_RULES; r++) {
		char *s = demand_of(law, r);

		if (s)
			doc_say(d, "R%u, %s: %s", r, rule_name(r), s);
		else
			doc_word(d, W_ERROR, "R%u has no page in " LAW ".", r);
		free(s);
	}
	doc_say(d, "These are the first words of each rule's page in " LAW
		", which is the law: it has the terms, the exceptions and what "
		"each judge looks at. \"The MSR\" is IA32_SPEC_CTRL.");
}

/* --- who asked ------------------------------------------------------------------ */

static const char *judged_by(unsigned int rule)
{
	return rule_judged_by(rule, OF_OTHERS) ?
		"checker, in kernels of others alone: the series has no such code" :
	       !rule_judged_by(rule, JUDGE_RIG) ? "checker" :
	       rule_judged_by(rule, JUDGE_CHECK) ? "instrument, checker" :
	       "instrument";
}

static void run_cells(struct doc *d, const struct input *in, unsigned int rule)
{
	unsigned int n[W_NR] = { 0 };

	if (!rule_judged_by(rule, JUDGE_RIG)) {
		for (int i = 0; i < 4; i++)
			doc_cell(d, "-");
		return;
	}
	for (unsigned int i = 0; i < in->ncases; i++)
		if (case_counts(&in->c[i]) && in->c[i].has[rule])
			n[in->c[i].rule[rule]]++;
	doc_cell(d, "%u", n[W_PASS]);
	doc_cell(d, "%u", n[W_FAIL]);
	doc_cell(d, "%u", n[W_ERROR] + n[W_LOST]);
	doc_cell(d, "%u", n[W_SKIP]);
}

/* Of a rule and of all its parts: how often @judge asked, as the map has it. */
struct asked {
	unsigned long long sum;
	bool any, old;
};

static struct asked asked_by(const struct input *in, const char *judge,
			     unsigned int rule)
{
	struct asked a = { .sum = 0 };
	struct map_cell c;

	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++) {
		if (strcmp(c.judge, judge) || rule_number(c.name) != rule ||
		    !c.count)
			continue;
		a.any = true;
		a.old |= c.word != W_PASS;
		a.sum += strtoull(c.count, NULL, 10);
	}
	return a;
}

static void asked_cell(struct doc *d, const struct input *in, const char *judge,
		       unsigned int rule)
{
	struct asked a = asked_by(in, judge, rule);

	if (!a.any)
		doc_cell(d, "-");
	else
		doc_cell(d, a.old ? "(%s)" : "%s", doc_number(doc_digits(a.sum)));
}

/* Where the two have the look of a contradiction: more runs than questions. */
static void say_fewer(struct doc *d, const struct input *in)
{
	for (unsigned int r = 1; r < NR_RULES; r++) {
		struct asked a = asked_by(in, "instrument", r);
		unsigned int n = 0;

		for (unsigned int i = 0; i < in->ncases; i++)
			n += case_counts(&in->c[i]) && in->c[i].has[r] &&
			     in->c[i].rule[r] == W_PASS;
		if (!a.any || a.sum >= n)
			continue;
		doc_say(d, "So R%u can be PASS in %u runs, and be asked %llu "
			"times: the second is of fewer runs.", r, n, a.sum);
		return;
	}
}

static void say_record(struct doc *d, const struct input *in, const char *record)
{
	const struct num_record *r = record_named(&in->records, record);
	const char *cases = counts_cases(record);

	if (r)
		doc_say(d, "%s: %s%s. Counted by: %s.", record,
			cases ? "the runs of " : "no run, but kernels' files",
			cases ? cases : "", record_source(in, r));
	else
		doc_say(d, "%s: there is no such record.", record);
}

static void say_units(struct doc *d, const struct input *in)
{
	unsigned int runs = 0;

	for (unsigned int i = 0; i < in->ncases; i++)
		runs += case_counts(&in->c[i]);
	doc_say(d, "PASS, FAIL, ERROR and SKIP are numbers of runs: of all %u "
		"cases that are counted on this page, one run each. SKIP is a "
		"run that did not exercise the rule, and \"-\" stands where "
		"runs cannot judge it. The last two are as in \"The map of the "
		"proof\", of a rule that has parts their sum: how often the "
		"instrument asked the rule, each time counted, in the runs of "
		"the two records below alone, the second for what the first has "
		"not; and the places where the checker asked it "
		"and found it kept. In brackets it has to be counted again.",
		runs);
	say_fewer(d, in);
	say_record(d, in, MAP_COUNTS "rig");
	say_record(d, in, MAP_COUNTS "rig-full");
	say_record(d, in, MAP_COUNTS "check");
}

void rules_section(struct doc *d, const struct input *in)
{
	doc_section(d, "rules", "The rules");
	say_demands(d);
	doc_table(d, "Each rule: how many runs have which word, and how often two "
		  "judges asked it",
		  "rule\tname\t#PASS\t#FAIL\t#ERROR\t#SKIP\t#instrument\t#checker\t"
		  "judged by");
	for (unsigned int i = 1; i < NR_RULES; i++) {
		doc_cell(d, "R%u", i);
		doc_cell(d, "%s", rule_name(i));
		run_cells(d, in, i);
		asked_cell(d, in, "instrument", i);
		asked_cell(d, in, "checker", i);
		doc_cell(d, "%s", judged_by(i));
	}
	doc_table_end(d);
	say_units(d, in);
}
