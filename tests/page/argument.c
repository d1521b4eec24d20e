// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is claimed, on what assumptions, and what is not shown: the sections of
 * Documentation/proof.md that have no figures, as they stand there.
 */
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "report/compare.h"

#define PROOF	"Documentation/proof.md"

static const char * const shown[] = {
	"The claim", "What is not shown", "What is assumed",
	"What would refute it",
};

/* "* " or "12. " */
static bool is_item(const char *line)
{
	size_t n = strspn(line, "0123456789");

	return !strncmp(line, "* ", 2) || (n && !strncmp(line + n, ". ", 2));
}

/* @line behind what is in @all, less the marks of code. */
static void join(char *all, size_t len, const char *line)
{
	size_t at = strlen(all);

	if (at && at + 1 < len)
		all[at++] = ' ';
	for (line += strspn(line, " "); *line && at + 1 < len; line++)
		if (*line != '`')
			all[at++] = *line;
	all[at] = 0;
}

static void say_out(struct doc *d, char *all)
{
	if (*all)
		doc_say(d, "%s", all);
	*all = 0;
}

/* False: there is no such section. */
static bool section(struct doc *d, char **line, const char *title)
{
	char all[4096] = "";

	while (*line && (strncmp(*line, "## ", 3) || strcmp(*line + 3, title)))
		line++;
	if (!*line)
		return false;
	doc_part(d, title);
	for (line++; *line && strncmp(*line, "## ", 3); line++) {
		if (!**line || is_item(*line))
			say_out(d, all);
		join(all, sizeof(all), *line);
	}
	say_out(d, all);
	return true;
}

void argument_section(struct doc *d)
{
	char **line = lines_read(PROOF);

	doc_section(d, "argument", "What is claimed, and what is not");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (!line || !section(d, line, shown[i]))
			doc_word(d, W_ERROR, PROOF " has no section '%s'.",
				 shown[i]);
	doc_say(d, "From " PROOF ", which has the parts, who judges each, and "
		"the recorded figures.");
}
