// SPDX-License-Identifier: GPL-2.0-only
/* The page from its first section to its last, and the file it goes to. */
#include <stdio.h>

#include "page/page.h"
#include "report/compare.h"

static const struct doc_link sections[] = {
	{ "judged", "What was judged" },
	{ "words", "The words" },
	{ "rules", "The rules" },
	{ "argument", "What is claimed, and what is not" },
	{ "map", "The map of the proof" },
	{ "paths", "Paths and windows" },
	{ "mainline", "Beside mainline" },
	{ "bench", "What each way in costs" },
	{ "code", "The entry code" },
	{ "faults", "Faults and mutants" },
	{ "field", "Kernels of others" },
	{ "soak", "Long runs" },
	{ "time", "Four entries in time" },
	{ NULL, NULL },
};

static enum word whole(struct doc *d, FILE *f, bool text,
		       const struct input *in)
{
	enum word w;

	doc_begin(d, f, text, "IBRS on kernel entry: what was shown");
	doc_links(d, sections);
	w = head_section(d, in);
	words_section(d, in);
	rules_section(d, in);
	argument_section(d);
	map_section(d, in);
	paths_section(d, in);
	mainline_section(d, in);
	bench_section(d, in);
	code_section(d, in);
	faults_section(d, in);
	field_section(d, in);
	soak_section(d, in);
	time_section(d, in);
	doc_end(d);
	return w;
}

int page_write(bool text)
{
	const char *name = text ? "mail.txt" : "index.html";
	struct input in;
	struct out o;
	struct doc d;
	enum word w;
	int ret = input_read(&in);

	if (ret)
		return ret;
	if (!out_open(&o, REPORT, name))
		return 2;
	w = whole(&d, o.f, text, &in);
	if (out_close(&o))
		return 2;
	if (text)
		out_show(&o);
	else
		printf("%s/%s: %s\n", REPORT, name, word_name(w));
	return fflush(stdout) ? 2 : 0;
}
