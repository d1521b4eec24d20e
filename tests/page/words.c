// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words that the page uses, ahead of where it uses them, as the documents that
 * own them have them: all of rules.txt's, and some of the glossary's.
 */
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "report/compare.h"

#define LAW		"Documentation/rules.txt"
#define GLOSSARY	"Documentation/glossary.txt"

static const char * const used[] = {
	"CR3", "crossing", "fence", "GS, SWAPGS", "IBPB", "IBRS", "IST", "MSR",
	"NMI", "RSB", "alternative", "entry text", "espfix", "PTI", "trampoline",
	"case", "control", "finding", "fixture", "guest", "judge", "map", "moot",
	"mutant", "parts", "path", "record", "seeded fault", "series, set",
	"site", "stream", "sweep",
};

/* The text of the entry that begins at @line, in one: "term<tab>text", then tabs. */
static char *text_at(char **line)
{
	const char *s = *line + strcspn(*line, "\t");
	char *all = NULL;
	size_t len;
	FILE *f = open_memstream(&all, &len);

	if (!f)
		abort();
	do {
		while (*(s += strspn(s, " \t"))) {
			size_t n = strcspn(s, " \t");

			fprintf(f, "%s%.*s", ftell(f) ? " " : "", (int)n, s);
			s += n;
		}
		s = *++line;
	} while (s && *s == '\t');
	fclose(f);
	return all;
}

static bool is_term(const char *line, const char *term)
{
	size_t len = strlen(term);

	return !strncmp(line, term, len) && (!line[len] || line[len] == '\t');
}

const char *word_means(const char *term)
{
	char **line = lines_read(GLOSSARY);

	for (; line && *line; line++)
		if (is_term(*line, term))
			return text_at(line);
	return NULL;
}

/* Between "Words" and the next title, which is underlined as well. */
static void of_the_rules(struct doc *d)
{
	char **line = lines_read(LAW);

	while (line && *line && strcmp(*line, "Words"))
		line++;
	for (line += line && *line; line && *line; line++) {
		if (line[1] && !strncmp(line[1], "----", 4))
			return;
		if (!**line || strchr("-\t", **line))
			continue;
		doc_cell(d, "%.*s", (int)strcspn(*line, "\t"), *line);
		doc_cell(d, "%s", text_at(line));
	}
}

void words_section(struct doc *d, const struct input *in)
{
	(void)in;
	doc_section(d, "words", "The words");
	doc_table(d, "What the rules are written in: " LAW, "word\tis");
	of_the_rules(d);
	if (!d->ncells)
		for (int i = 0; i < 2; i++)
			doc_cell(d, i ? "ERROR" : LAW " has no section 'Words'");
	doc_table_end(d);
	doc_table(d, "And what else is used here: " GLOSSARY, "word\tis");
	for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++) {
		const char *means = word_means(used[i]);

		doc_cell(d, "%s", used[i]);
		doc_cell(d, "%s", means ? means : "ERROR");
	}
	doc_table_end(d);
}
