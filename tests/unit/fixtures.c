// SPDX-License-Identifier: GPL-2.0-only
/*
 * The checker on each fixture, small entry code with one mistake: the good ones
 * are silent, each bad one breaks the rules its name ends with and no other.
 * And each message that the checker can give is given by one of them.
 */
#include <ctype.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "check/judge.h"
#include "check/verdict.h"

#define MAX_TEXT	256
#define LEAST_FORMATS	58	/* 65 today: the reader misses none */

static unsigned int n, failed;
static unsigned int guilty, refuted;	/* with a finding; not so named: told */
static bool quiet;
static char (*given)[MAX_TEXT];		/* "R1 indirect jump while ..." */
static size_t ngiven;

static void result(bool good, const char *name)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++n, name);
	failed += !good;
}

static const char *base(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* --- verdicts ------------------------------------------------------------ */
/* Does the name end with -R1-C-MSR or the like, rule among them? */
static bool in_name(const char *name, const char *rule)
{
	size_t len = strlen(rule);

	while ((name = strstr(name, rule)) && isalnum(name[len]))
		name += len;
	return name;
}

/* How many rules the name ends with: -R1 -C-MSR. */
static unsigned int rules_in(const char *name)
{
	unsigned int rules = 0;

	for (; (name = strchr(name, '-')); name++)
		rules += (name[1] == 'R' && isdigit(name[2])) ||
			 (name[1] == 'C' && name[2] == '-');
	return rules;
}

static void keep(const struct finding *f)
{
	given = realloc(given, (ngiven + 1) * sizeof(*given));
	if (!given)
		exit(2);
	snprintf(given[ngiven++], MAX_TEXT, "%s %s", f->rule, f->text);
}

static bool as_named(const struct check *c, const char *name)
{
	unsigned int rules = 0;
	bool good = true;

	for (size_t i = 0; i < c->res.nfind; i++) {
		const struct finding *f = &c->res.find[i];
		size_t k = 0;

		if (!in_name(name, f->rule)) {
			if (!quiet)
				printf("# %s: %s\n", f->rule, f->text);
			good = false;
		}
		while (strcmp(c->res.find[k].rule, f->rule))
			k++;
		rules += k == i;
	}
	return good && rules == rules_in(name);
}

/*
 * good-leg-argued and the like are silent because something is told in place
 * of a finding: more of it than of good-entry, which comes before them. A leg
 * that was cut short is told of no other.
 */
static bool as_told(const struct check *c, const char *name)
{
	static const char * const whats[] = { NOTE_ARGUED, NOTE_ASSUMED,
					      NOTE_CUT };
	static size_t usual[3];
	size_t told[3] = { 0 };
	bool good = true;

	for (size_t i = 0; i < c->res.nnote; i++)
		for (int k = 0; k < 3; k++)
			told[k] += !strcmp(c->res.note[i].what, whats[k]);
	if (!strcmp(name, "good-entry"))
		memcpy(usual, told, sizeof(usual));
	if (!told[2] == !strcmp(name, "good-leg-cut"))
		good = false;
	for (int k = 0; k < 3 && !strncmp(name, "good-leg-", 9); k++)
		if (!strcmp(name + 9, whats[k]))
			good &= told[k] > usual[k];
	if (!good)
		printf("# %s: what is told is not as its name says\n", name);
	return good;
}

/* For the map of the proof: what a fixture shows that can fail, a line for each. */
static void breaks(const struct finding *f, const char *name)
{
	unsigned int rule = judged_number(f->rule);

	if (rule < NR_RULES && !parts_of(rule))
		printf("# breaks %s %s\n", f->rule, name);
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (f->parts >> p & 1)
			printf("# breaks %s:%s %s\n", f->rule,
			       part_names[p].name, name);
}

static void fixture(const char *path)
{
	struct check c = { .opt = { .path = path, .max_steps = 1000000 } };
	char ko[4096];
	const char *module = ko;
	bool judged;

	snprintf(ko, sizeof(ko), "%s.ko", path);
	judged = image_open(&c, path) &&
		 modules_open(&c, &module, !access(ko, R_OK)) &&
		 judge_read(&c) && judge_entries(&c) && judge_all(&c);

	result(judged && !c.broken && !c.astray && as_named(&c, base(path)) &&
	       as_told(&c, base(path)), base(path));
	quiet = true;
	guilty += c.res.nfind > 0;
	refuted += !as_named(&c, "good-entry");
	quiet = false;
	for (size_t i = 0; i < c.res.nfind; i++) {
		keep(&c.res.find[i]);
		breaks(&c.res.find[i], base(path));
	}
	judge_free(&c);
}

/* --- messages ------------------------------------------------------------ */
/* A string literal at p as a pattern behind out; what follows it. */
static const char *literal(const char *p, char *out)
{
	char *end = out + strlen(out);

	for (p++; *p && *p != '"'; p++) {
		if (*p == '%' && p[1] != '%') {
			p += strcspn(p, "suxz");
			p += *p == 'z';
			*end++ = '*';
		} else {
			p += *p == '%';
			if (strchr("*?[\\", *p))
				*end++ = '\\';
			*end++ = *p;
		}
	}
	*end = 0;
	return p + (*p == '"');
}

static bool is_given(const char *pattern)
{
	for (size_t i = 0; i < ngiven; i++)
		if (!fnmatch(pattern, given[i], 0))
			return true;
	if (!quiet)
		printf("# no fixture gives: %s\n", pattern);
	return false;
}

/* A call of found() or found_at() at p: rule and format, if spelt out. */
static bool message(const char *p, char *pattern)
{
	const char *end = strchr(p, ';');

	pattern[0] = 0;
	p = strchr(p, '"');
	if (!p || !end || p > end)
		return false;
	p = literal(p, pattern);
	strcat(pattern, " ");
	p = strchr(p, '"');
	if (!p || p > end)
		return false;
	literal(p, pattern);
	return true;
}

static void messages_of(const char *text, unsigned int *formats, bool *good)
{
	char pattern[2 * MAX_TEXT];

	while ((text = strstr(text, "found"))) {
		text += strlen("found");
		if (strncmp(text, "(", 1) && strncmp(text, "_at(", 4))
			continue;
		if (!message(text, pattern))
			continue;
		++*formats;
		*good &= is_given(pattern);
	}
}

static void messages(void)
{
	static char text[1 << 16];
	unsigned int formats = 0;
	bool good = true;
	glob_t files;

	if (glob("check/*.c", 0, NULL, &files))
		return result(false, "sources of the checker");
	for (size_t i = 0; i < files.gl_pathc; i++) {
		FILE *f = fopen(files.gl_pathv[i], "r");

		if (f) {
			text[fread(text, 1, sizeof(text) - 1, f)] = 0;
			messages_of(text, &formats, &good);
			fclose(f);
		}
	}
	globfree(&files);
	printf("# %u messages\n", formats);
	result(formats >= LEAST_FORMATS, "the messages are found");
	result(good, "each has a fixture");
}

/* A rule that rules.def gives to the checker has its row in judged.def. */
static void rows(void)
{
	bool good = true;

	for (unsigned int r = 1; r < NR_JUDGED; r++)
		if (verdict_has(r) && (!judged_name(r) || !judged_title(r) ||
				       !judged_unit(r) ||
				       judged_number(judged_name(r)) != r))
			good = false;
	result(good, "each rule says what is counted of it");
}

int main(int argc, char **argv)
{
	char *slash = argc == 1 ? strrchr(argv[0], '/') : NULL;
	char pattern[4096];
	glob_t files;

	if (!slash) {
		printf("Bail out! usage: TOOLS/unit/fixtures, in tests/\n");
		return 2;
	}
	snprintf(pattern, sizeof(pattern), "%.*s/../fixtures/*",
		 (int)(slash - argv[0]), argv[0]);
	if (glob(pattern, 0, NULL, &files)) {
		printf("Bail out! no fixtures: %s\n", pattern);
		return 2;
	}
	for (size_t i = 0; i < files.gl_pathc; i++)
		if (!strstr(files.gl_pathv[i], ".ko"))
			fixture(files.gl_pathv[i]);
	globfree(&files);
	result(guilty && refuted == guilty, "a name that hides them is found");
	messages();
	rows();
	quiet = true;
	result(!is_given("R1 *nothing of the kind"), "none is made up");
	printf("1..%u\n", n);
	return failed > 0;
}
