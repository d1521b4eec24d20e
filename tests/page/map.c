// SPDX-License-Identifier: GPL-2.0-only
/* The map of the proof: a row for each rule or part, a column for each judge. */
#include <stdlib.h>
#include <string.h>

#include "page/page.h"

static void cell(struct doc *d, const struct map_cell *c)
{
	if (c->word == W_PASS)
		doc_cell(d, "%s; %s", doc_number(c->count), c->shown);
	else if (c->word == W_SKIP)
		doc_cell(d, "(%s; %s)", doc_number(c->count), c->shown);
	else if (c->word == W_NR)
		doc_cell(d, "- %s", c->why);
	else
		doc_cell(d, "%s: %s", word_name(c->word), c->why);
}

/* Each reason once: what is in brackets is so for a record's sake. */
static void say_older(struct doc *d, const struct input *in)
{
	char told[16][sizeof(((struct map_cell *)0)->why)];
	unsigned int ntold = 0;
	struct map_cell c;

	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++) {
		unsigned int k = 0;

		if (c.word != W_SKIP)
			continue;
		while (k < ntold && strcmp(told[k], c.why))
			k++;
		if (k < ntold || ntold == 16)
			continue;
		memcpy(told[ntold++], c.why, sizeof(c.why));
	}
	for (unsigned int k = 0; k < ntold; k++)
		doc_word(d, W_SKIP, "in brackets: %s.", told[k]);
}

static void one_column(struct doc *d, const struct input *in)
{
	struct map_cell c;

	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++) {
		doc_cell(d, "%s", c.name);
		doc_cell(d, "%s", c.judge);
		cell(d, &c);
	}
}

static void three_columns(struct doc *d, const struct input *in)
{
	char last[sizeof(((struct map_cell *)0)->name)] = "";
	struct map_cell c;

	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++) {
		if (strcmp(last, c.name))
			doc_cell(d, "%s", c.name);
		memcpy(last, c.name, sizeof(last));
		cell(d, &c);
	}
}

/* Those of rules that the series has no code for stand among the others. */
static void say_others(struct doc *d, const struct input *in, unsigned int all)
{
	unsigned int n = 0, rule, last = 0;
	char *rules = NULL;
	struct map_cell c;
	size_t len;
	FILE *f = open_memstream(&rules, &len);

	if (!f)
		abort();
	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++) {
		rule = rule_number(c.name);
		if (!rule_judged_by(rule, OF_OTHERS) || c.word >= W_NR)
			continue;
		n++;
		if (rule != last)
			fprintf(f, "%sR%u", last ? ", " : "", rule);
		last = rule;
	}
	fclose(f);
	doc_say(d, "%u of these %u cells are not of the series: %s, the "
		"checker's. The series has no code that these rules are about, "
		"and what is counted there is of Debian's kernels, which have "
		"it. The other %u are of the series.", n, all,
		*rules ? rules : "none", all - n);
	free(rules);
}

/* Each record that a cell can be of, and of which sets it is. */
static void say_records(struct doc *d, const struct input *in)
{
	static const char * const more[] = {
		"evidence", "mutants", "image-mutants",
	};
	unsigned int fewer = 0;

	doc_table(d, "The records that it is made of",
		  "record\tcommand\tof the series\tcommit\tday");
	for (size_t i = 0; i < in->records.n; i++) {
		const struct num_record *r = &in->records.r[i];
		const char *id = record_get(r, "series"), *sets;
		bool is = !strncmp(r->name, MAP_COUNTS, strlen(MAP_COUNTS));

		for (size_t k = 0; k < sizeof(more) / sizeof(more[0]); k++)
			is |= !strcmp(r->name, more[k]);
		if (!is)
			continue;
		sets = series_sets(in, id);
		fewer += sets && strstr(sets, ", without");
		doc_cell(d, "%s", r->name);
		doc_cell(d, "%s", record_get(r, "command"));
		doc_cell(d, "%s", sets ? sets : "another series");
		doc_cell(d, "%s", record_get(r, "commit") ?: "-");
		doc_cell(d, "%s", record_get(r, "date") ?: "-");
	}
	if (!d->ncells)
		for (int i = 0; i < 5; i++)
			doc_cell(d, i ? "-" : "none");
	doc_table_end(d);
	if (fewer)
		doc_say(d, "A record of the first sets alone does not have to be "
			"counted again: its code is in the series as it was, and "
			"its judges are those that are there. It says nothing of "
			"what a later set adds: %u of these records are so.",
			fewer);
}

void map_section(struct doc *d, const struct input *in)
{
	unsigned int n[W_NR + 1] = { 0 };
	struct map_cell c;

	doc_section(d, "map", "The map of the proof");
	for (unsigned int i = 0; map_cell(&c, i, &in->now, &in->records); i++)
		n[c.word]++;
	doc_word(d, n[W_ERROR] ? W_ERROR : n[W_SKIP] ? W_SKIP : W_PASS,
		 "of %u cells %u are counted and can fail, %u have to be "
		 "counted again for this series or these judges, %u are empty; "
		 "the other %u are of a judge that cannot judge the rule, and say "
		 "why.",
		 n[W_PASS] + n[W_SKIP] + n[W_ERROR] + n[W_NR], n[W_PASS],
		 n[W_SKIP], n[W_ERROR], n[W_NR]);
	say_others(d, in, n[W_PASS] + n[W_SKIP] + n[W_ERROR]);
	doc_say(d, "Each rule, or part of one, by each judge: how often it was "
		"asked in the recorded runs, and what has shown that this judge "
		"can see it broken. Streams are made by hand for the "
		"instrument; fixtures, for the checker, are entry code with a "
		"mistake; mutants are mistakes in the series; faults are "
		"mistakes in the entry image. Their names: "
		"Documentation/results/map.md.");
	doc_say(d, "A count is in the judge's own unit, and is not to be compared "
		"with another judge's. The instrument's: how often a run came "
		"where the rule asks something, and no number of runs; which "
		"runs, \"The rules\" says. The checker's: places in the "
		"kernels of make matrix where it asked. The image's: checks "
		"that its own program made. \"-\" is a cell of a judge that cannot "
		"judge that rule. C-MSR is what the checker calls an access "
		"of the MSR in a function that is not known to make one.");
	say_older(d, in);
	if (d->text) {
		doc_table(d, "Counted; shown by", "rule\tjudge\tcounted; shown by");
		one_column(d, in);
	} else {
		doc_table(d, "Counted; what shows that it can fail",
			  "rule\tinstrument: in runs\tchecker: places\timage: its checks");
		three_columns(d, in);
	}
	doc_table_end(d);
	say_records(d, in);
}
