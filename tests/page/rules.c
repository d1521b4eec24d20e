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

/* Of a rule and of all its parts: how often the checker asked. */
static void checker_cell(struct doc *d, const struct input *in, unsigned int rule)
{
	unsigned long long sum = 0;
	bool old = false, any = false;
	struct map_cell c;

	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++) {
		if (strcmp(c.judge, "checker") || rule_number(c.name) != rule ||
		    !c.count)
			continue;
		any = true;
		old |= c.word != W_PASS;
		sum += strtoull(c.count, NULL, 10);
	}
	if (!any)
		doc_cell(d, "-");
	else
		doc_cell(d, old ? "(%s)" : "%s", doc_number(doc_digits(sum)));
}

void rules_part(struct doc *d, const struct input *in)
{
	const struct num_record *r = record_named(&in->records,
						  MAP_COUNTS "check");

	doc_table(d, "Each rule: the words of all counted runs, and how often the "
		  "checker asked it",
		  "rule\tname\t#PASS\t#FAIL\t#ERROR\t#SKIP\t#checker\tjudged by");
	for (unsigned int i = 1; i < NR_RULES; i++) {
		doc_cell(d, "R%u", i);
		doc_cell(d, "%s", rule_name(i));
		run_cells(d, in, i);
		checker_cell(d, in, i);
		doc_cell(d, "%s", judged_by(i));
	}
	doc_table_end(d);
	doc_say(d, "PASS, FAIL, ERROR and SKIP are numbers of runs. SKIP is a run "
		"that did not exercise the rule, and \"-\" stands where runs "
		"cannot judge it. The checker's number is of places where it "
		"asked the rule and found it kept; in brackets it has to be "
		"counted again. Counted by: %s.",
		r ? record_source(in, r) : "there is no such record");
	say_demands(d);
}
