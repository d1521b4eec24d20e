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
		 "the other %u that judge cannot judge by what it is.",
		 n[W_PASS] + n[W_SKIP] + n[W_ERROR] + n[W_NR], n[W_PASS],
		 n[W_SKIP], n[W_ERROR], n[W_NR]);
	doc_say(d, "Each rule, or part of one, by each judge: how often it was "
		"asked in the recorded runs, and what has shown that this judge "
		"can see it broken. Streams are made by hand for the "
		"instrument; fixtures, for the checker, are entry code with a "
		"mistake; mutants are mistakes in the series; faults are "
		"mistakes in the entry image. Their names: "
		"Documentation/results/map.md.");
	say_older(d, in);
	if (d->text) {
		doc_table(d, "Counted; shown by", "rule\tjudge\tcounted; shown by");
		one_column(d, in);
	} else {
		doc_table(d, "Counted; what shows that it can fail",
			  "rule\tinstrument\tchecker\timage");
		three_columns(d, in);
	}
	doc_table_end(d);
}
