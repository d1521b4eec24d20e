// SPDX-License-Identifier: GPL-2.0-only
/* Pages, found by their titles in the two documents themselves. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "check/pages.h"
#include "check/tally.h"

/* The one copy that is shipped; a path from tests/, where make compiles. */
#define DOCUMENT(name) \
	asm(".pushsection .rodata\n" #name ":\n" \
	    ".incbin \"../Documentation/" #name ".txt\"\n" \
	    ".byte 0\n.popsection\n"); \
	extern const char name[]
DOCUMENT(rules);
DOCUMENT(checker);

static const char *next_line(const char *s)
{
	s += strcspn(s, "\n");
	return s + !!*s;
}

static bool begins(const char *line, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(line, name, n) && !strncmp(line + n, "  ", 2);
}

/* A title is underlined. */
static bool is_title(const char *line)
{
	return *line && !strncmp(next_line(line), "====", 4);
}

/* From s to end, and no empty line behind it. */
static void print(const char *s, const char *end)
{
	while (end > s && end[-1] == '\n')
		end--;
	printf("%.*s\n", (int)(end - s), s);
}

static bool print_page(const char *name)
{
	const char *s = rules, *end;

	while (*s && !(begins(s, name) && is_title(s)))
		s = next_line(s);
	if (!*s)
		return false;
	for (end = next_line(s); *end && !is_title(end);)
		end = next_line(end);
	print(s, end);
	return true;
}

/* Of the checker's own: each message, with what is indented below it. */
static bool print_messages(const char *name)
{
	const char *end;
	bool any = false;

	for (const char *s = checker; *s; s = end) {
		end = next_line(s);
		if (!begins(s, name))
			continue;
		while (*end == ' ')
			end = next_line(end);
		print(s, end);
		any = true;
	}
	return any;
}

bool page_print(const char *name)
{
	char upper[16];
	size_t n = 0;

	for (; name[n] && n < sizeof(upper) - 1; n++)
		upper[n] = toupper((unsigned char)name[n]);
	upper[n] = 0;
	if (!name[n] && judged_number(upper) != RULE_NONE &&
	    (print_page(upper) || print_messages(upper)))
		return true;
	fprintf(stderr, "error: --explain %s: no such rule; --rules lists them\n",
		name);
	return false;
}

void pages_list(void)
{
	for (unsigned int r = 1; r < NR_JUDGED; r++)
		if (judged_name(r))
			printf("%-6s  %s: %s\n", judged_name(r),
			       judged_title(r), judged_unit(r));
}
