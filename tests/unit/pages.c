// SPDX-License-Identifier: GPL-2.0-only
/*
 * Documentation/rules.txt against the code: every rule has its page, with
 * every kind of violation the instrument knows, every message of the checker,
 * and mistakes that show it.
 */
#include <ctype.h>
#include <fnmatch.h>
#include <glob.h>

#include "rules/kinds.h"
#include "rules/rules.h"
#include "unit/doc.h"

#define MAX_QUOTES	64

/* --- the pages --------------------------------------------------------- */
static struct page {
	char *text;
	char *quote[MAX_QUOTES];	/* what stands in "" */
	bool message[MAX_QUOTES];	/* and is one of the checker's */
	bool given[MAX_QUOTES];
	unsigned int nquote;
} page[NR_RULES];

/* The page's quotes, each as one line; a message is indented by four. */
static void find_quotes(struct page *p)
{
	char *s = p->text, *end, *out;

	while ((s = strchr(s, '"')) && (end = strchr(s + 1, '"')) &&
	       p->nquote < MAX_QUOTES) {
		p->message[p->nquote] = !strncmp(s - 5, "\n    ", 5);
		out = p->quote[p->nquote++] = calloc(1, (size_t)(end - s));
		for (s++; s < end; s++)
			if (!isspace((unsigned char)*s))
				*out++ = *s;
			else if (!isspace((unsigned char)s[1]))
				*out++ = ' ';
		s++;
	}
	if (p->nquote == MAX_QUOTES)
		wrong("MAX_QUOTES is too small");
}

/* Where rule @r's page begins, behind @from; NULL: it has none. */
static char *find_title(char *from, unsigned int r)
{
	char title[80], *s;

	snprintf(title, sizeof(title), "\nR%u  ", r);
	s = strstr(from, title);
	if (!s || strncmp(strchr(s + 1, '\n'), "\n====", 5)) {
		wrong("R%u has no page", r);
		return NULL;
	}
	snprintf(title, sizeof(title), "R%u  %s\n", r, rule_name(r));
	if (strncasecmp(s + 1, title, strlen(title)))
		wrong("R%u is not titled \"%s\", as rules.def has it", r,
		      rule_name(r));
	return s + 1;
}

/* A page goes from its title to the next one's. */
static void find_pages(char *text)
{
	char *last = text;

	for (unsigned int r = 1; r < NR_RULES; r++) {
		char *at = find_title(last, r);

		page[r].text = at ? at : "";
		if (at)
			at[-1] = 0;	/* ends the one before */
		last = at ? at : last;
	}
	for (unsigned int r = 1; r < NR_RULES; r++)
		find_quotes(&page[r]);
}

/* --- the instrument's kinds ---------------------------------------------- */
static void kinds_listed(void)
{
	char line[80];

	for (const struct kind_name *k = kind_names; k->name; k++) {
		const char *s;

		snprintf(line, sizeof(line), "\n    R%u:%s", k->rule, k->name);
		s = strstr(page[k->rule].text, line);
		if (!s || !isspace((unsigned char)s[strlen(line)]))
			wrong("R%u:%s has no line", k->rule, k->name);
	}
}

static void kinds_known(void)
{
	char name[64];
	unsigned int rule;

	for (unsigned int r = 1; r < NR_RULES; r++)
		for (const char *s = page[r].text; (s = strstr(s, "\n    R"));
		     s++)
			if (sscanf(s, " R%u:%63s", &rule, name) == 2 &&
			    (rule != r || !kind_known(rule, name)))
				wrong("R%u:%s on the page of R%u: no such kind",
				      rule, name, r);
}

/* --- the checker's messages ------------------------------------------------ */
/* A format as a pattern: what printf() fills in is anything. */
static void pattern_of(const char *fmt, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++) {
		if (fmt[i] != '%') {
			*out++ = fmt[i];
			continue;
		}
		while (i + 1 < len && strchr("0123456789lz", fmt[i + 1]))
			i++;
		i++;
		*out++ = '*';
	}
	*out = 0;
}

static void one_message(const char *file, unsigned int rule, const char *fmt,
			size_t len)
{
	struct page *p = &page[rule];
	char pattern[200];
	bool any = false;

	if (len >= sizeof(pattern) || !memchr(fmt, ' ', len))
		return;
	pattern_of(fmt, len, pattern);
	for (unsigned int i = 0; i < p->nquote; i++)
		if (!fnmatch(pattern, p->quote[i], 0))
			any = p->given[i] = true;
	if (!any)
		wrong("R%u: no line for %.*s (%s)", rule, (int)len, fmt, file);
}

/* "R<n>", and the next string of the same call or row is a message of it. */
static unsigned int messages_of(const char *file)
{
	char *text = read_file(file);
	unsigned int rule, count = 0;
	int used;

	for (const char *s = text; (s = strstr(s, "\"R")); s++) {
		const char *fmt, *end;

		used = 0;
		if (sscanf(s, "\"R%u\"%n", &rule, &used) != 1 || !used ||
		    rule < 1 || rule >= NR_RULES)
			continue;
		fmt = s + used + strcspn(s + used, "\";");
		end = *fmt == '"' ? strchr(fmt + 1, '"') : NULL;
		if (!end)
			continue;
		one_message(file, rule, fmt + 1, (size_t)(end - fmt - 1));
		count++;
	}
	free(text);
	return count;
}

static void messages_listed(void)
{
	unsigned int count = 0;
	glob_t g;

	if (glob("check/*.c", 0, NULL, &g))
		wrong("tests/check has no source");
	for (size_t i = 0; i < g.gl_pathc; i++)
		count += messages_of(g.gl_pathv[i]);
	if (count < 45)
		wrong("only %u messages found: how are they written?", count);
	globfree(&g);
}

static void messages_given(void)
{
	for (unsigned int r = 1; r < NR_RULES; r++)
		for (unsigned int i = 0; i < page[r].nquote; i++)
			if (page[r].message[i] && !page[r].given[i])
				wrong("R%u: the checker does not say \"%s\"", r,
				      page[r].quote[i]);
}

/* --- the mistakes that show it ----------------------------------------------- */
static bool expects(const char *file, unsigned int rule)
{
	char *text = read_file(file), *s = strstr(text, "\nExpect:"), *end;
	char word[8];
	bool yes = false;

	snprintf(word, sizeof(word), "R%u", rule);
	end = s ? strchr(s + 1, '\n') : NULL;
	if (end)
		*end = 0;
	for (s = s ? strtok(s, " \n") : NULL; s; s = strtok(NULL, " \n"))
		yes |= !strcmp(s, word);
	free(text);
	return yes;
}

static void one_mutant(unsigned int rule, unsigned int number)
{
	char name[64];
	glob_t g;

	snprintf(name, sizeof(name), "proof/mutants/%02u-*.patch", number);
	if (glob(name, 0, NULL, &g))
		wrong("R%u names mutant %02u: there is none", rule, number);
	else if (!expects(g.gl_pathv[0], rule))
		wrong("R%u names %s, which does not expect it", rule,
		      g.gl_pathv[0]);
	globfree(&g);
}

/* The other way round: who expects it is on its page. */
static void all_named(unsigned int rule, const bool *named)
{
	glob_t g;

	if (glob("proof/mutants/[0-9][0-9]-*.patch", 0, NULL, &g))
		wrong("no mutant in proof/mutants");
	for (size_t i = 0; i < g.gl_pathc; i++)
		if (expects(g.gl_pathv[i], rule) &&
		    !named[strtoul(strrchr(g.gl_pathv[i], '/') + 1, NULL, 10)])
			wrong("R%u does not name %s, which expects it", rule,
			      g.gl_pathv[i]);
	globfree(&g);
}

static unsigned int image_mutants(unsigned int rule)
{
	char *text = read_file("image/mutants.tsv"), *line, *next = text;
	unsigned int count = 0;
	char word[8];

	snprintf(word, sizeof(word), "R%u", rule);
	while ((line = strsep(&next, "\n"))) {
		char *name = strsep(&line, "\t"), *list = strsep(&line, "\t");

		if (*name != '#' && list)
			while ((name = strsep(&list, ",")))
				count += !strcmp(name, word);
	}
	free(text);
	return count;
}

static void mutants_there(void)
{
	for (unsigned int r = 1; r < NR_RULES; r++) {
		const char *s = strstr(page[r].text, "\nMutants:");
		unsigned int number, count = 0, is = image_mutants(r);
		bool named[100] = { false };
		int used;

		if (!s) {
			wrong("R%u has no line Mutants:", r);
			continue;
		}
		for (s += 9; sscanf(s, "%u%n", &number, &used) == 1; s += used) {
			one_mutant(r, number);
			if (number < sizeof(named))
				named[number] = true;
		}
		all_named(r, named);
		sscanf(s, "; of the entry image %u", &count);
		if (count != is)
			wrong("R%u: %u faults of the entry image, not %u", r,
			      is, count);
	}
}

static void fixtures_there(void)
{
	char name[64];
	glob_t g;

	for (unsigned int r = 1; r < NR_RULES; r++) {
		if (!rule_judged_by(r, JUDGE_CHECK))
			continue;
		snprintf(name, sizeof(name), "check/testdata/bad-*-R%u[-.]*",
			 r);
		if (glob(name, 0, NULL, &g))
			wrong("R%u: no fixture breaks it", r);
		globfree(&g);
	}
}

int main(void)
{
	printf("KTAP version 1\n1..7\n");
	find_pages(read_file("../Documentation/rules.txt"));
	check("each rule has its page");
	kinds_listed();
	check("each kind of violation has its line there");
	kinds_known();
	check("and each line is of a kind");
	messages_listed();
	check("each message of the checker is there");
	messages_given();
	check("and each that is there is the checker's");
	mutants_there();
	check("the mutants named there are, and expect the rule");
	fixtures_there();
	check("each rule the checker judges has a fixture");
	return failed ? 1 : 0;
}
