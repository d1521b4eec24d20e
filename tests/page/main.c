// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-page - one page that shows what result files say, for who has ten minutes.
 * No number of it is from anywhere else, and no word: tests/report gave them.
 *
 * In the project's directory:
 *   ibrs-page collect	what is there now, to build/report/
 *   ibrs-page page	build/report/index.html
 *   ibrs-page text	build/report/mail.txt, and on standard output
 *
 * Exit status: 0 it was written, whatever its word is; 2 it was not.
 */
#include <stdio.h>
#include <string.h>

#include "page/page.h"
#include "report/compare.h"

static const struct doc_link sections[] = {
	{ "judged", "What was judged" },
	{ "map", "The map of the proof" },
	{ "paths", "Paths and windows" },
	{ "mainline", "Beside mainline" },
	{ "code", "The entry code" },
	{ "faults", "Faults and mutants" },
	{ "field", "Kernels of others" },
	{ "soak", "Long runs" },
	{ "time", "Three entries in time" },
	{ NULL, NULL },
};

enum word page_write(struct doc *d, FILE *f, bool text, const struct input *in)
{
	enum word w;

	doc_begin(d, f, text, "IBRS on kernel entry: what was shown");
	doc_links(d, sections);
	w = head_section(d, in);
	map_section(d, in);
	paths_section(d, in);
	mainline_section(d, in);
	code_section(d, in);
	faults_section(d, in);
	field_section(d, in);
	soak_section(d, in);
	time_section(d, in);
	doc_end(d);
	return w;
}

static int write_page(bool text)
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
	w = page_write(&d, o.f, text, &in);
	if (out_close(&o))
		return 2;
	if (text)
		out_show(&o);
	else
		printf("%s/%s: %s\n", REPORT, name, word_name(w));
	return fflush(stdout) ? 2 : 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "collect"))
		return collect();
	if (argc == 2 && !strcmp(argv[1], "page"))
		return write_page(false);
	if (argc == 2 && !strcmp(argv[1], "text"))
		return write_page(true);
	fputs("usage: ibrs-page collect|page|text\n", stderr);
	return 2;
}
