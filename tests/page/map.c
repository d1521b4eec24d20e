// SPDX-License-Identifier: GPL-2.0-only
/* The map of the proof: a row for each rule or part, a column for each judge. */
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
	doc_say(d, "Each rule, or part of one, by each judge: how often it was "
		"asked in the recorded runs, and what has shown that this judge "
		"can see it broken. Streams are made by hand for the "
		"instrument; fixtures, for the checker, are entry code with a "
		"mistake; mutants are mistakes in the series; faults are "
		"mistakes in the entry image. Their names: "
		"Documentation/results/map.md.");
	doc_say(d, "A count is in the judge's own unit, and is not to be compared "
		"with another judge's. The instrument's: how often a run came "
		"where the rule asks something. The checker's: places in the "
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
}
