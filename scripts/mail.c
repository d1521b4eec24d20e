// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the mails of a set say beside what their author wrote.
 *
 *	mail cover <cover> <count> <parts>	the stored cover letter, with the
 *						parts that come from the commits
 *	mail compare <cover> <should be>	where it is not; exit status 0 or 1
 *	mail asked <SOB> <OUT> <REROLL> <RFC> <is> <top>
 *						can it be made? 0 or 2; OUT is <is>
 *	mail changes <file> <version>		what it says of versions 2 to that;
 *						no file: nothing changed
 *	mail letter <cover> <changes> <after>	the cover letter as it is sent
 *	mail upstream <patches> <SOB> <OUT> <REROLL> <RFC>
 *						those of patches/upstream, mail_upstream.c
 *
 * A cover letter is prose by hand but for the N of its Subject, "[PATCH 00/N]",
 * and the lines from the shortlog, "IBRS entry series (N):", to "base-commit:".
 *
 * A file of patches/changes has a heading "v2:" for each version that changed
 * something, and below it lines that begin with a blank.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mail.h"

#define SHORTLOG "IBRS entry series ("
#define BASE "base-commit: "
#define SHOWN 5			/* lines that differ, of a file */

void stop(const char *fmt, ...)
{
	va_list ap;

	fputs("error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

bool starts(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

void read_text(const char *name, struct text *t)
{
	FILE *f = fopen(name, "r");
	size_t size = 0;
	char *line = NULL;
	const char *base = strstr(name, "patches/");

	t->name = base ? base : name;
	t->n = 0;
	if (!f)
		stop("%s: %s", name, strerror(errno));
	while (getline(&line, &size, f) >= 0) {
		if (t->n == LINES)
			stop("%s: more than %d lines", t->name, LINES);
		line[strcspn(line, "\n")] = 0;
		t->lines[t->n++] = line;
		line = NULL;
		size = 0;
	}
	if (ferror(f))
		stop("%s: %s", name, strerror(errno));
	fclose(f);
}

static void print(const struct text *t, unsigned int from, unsigned int to)
{
	for (; from < to; from++)
		puts(t->lines[from]);
}

unsigned int find(const struct text *t, unsigned int from, const char *with)
{
	while (from < t->n && !starts(t->lines[from], with))
		from++;
	return from;
}

/* title: what the Subject: says after [PATCH ...] */
static const char *title(const struct text *t)
{
	unsigned int i = find(t, 0, SUBJECT);
	const char *text;

	if (i == t->n || i > find(t, 0, "") + 9)
		stop("%s: no line 'Subject: [PATCH 00/N] <title>' at its head: write one",
		     t->name);
	text = t->lines[i] + strlen(SUBJECT);
	if (*text == '[' && strchr(text, ']'))
		text = strchr(text, ']') + 1;
	return text + strspn(text, " ");
}

/* parts: where those from the commits are, from *@from on and before *@to */
static void parts(const struct text *t, unsigned int *from, unsigned int *to)
{
	*from = find(t, 0, SHORTLOG);
	*to = find(t, *from, BASE);
	if (*from < t->n && *to == t->n)
		stop("%s:%u: no line 'base-commit:' below the shortlog: write one where it ends",
		     t->name, *from + 1);
	if (*to < t->n)
		++*to;
}

static void cover(const char *file, const char *count, const char *parts_file)
{
	static struct text t, p;
	unsigned int subject, from, to;
	const char *text;

	read_text(file, &t);
	read_text(parts_file, &p);
	text = title(&t);
	subject = find(&t, 0, SUBJECT);
	parts(&t, &from, &to);
	print(&t, 0, subject);
	printf(SUBJECT "[PATCH %0*d/%s] %s\n", (int)strlen(count), 0, count,
	       text);
	print(&t, subject + 1, from);
	if (from == t.n && t.n && *t.lines[t.n - 1])
		puts("");
	print(&p, 0, p.n);
	print(&t, to, t.n);
}

static int compare(const char *file, const char *should_be)
{
	static struct text is, should;
	unsigned int shown = 0;

	read_text(file, &is);
	read_text(should_be, &should);
	for (unsigned int i = 0; i < is.n || i < should.n; i++) {
		const char *a = i < is.n ? is.lines[i] : "the end";
		const char *b = i < should.n ? should.lines[i] : "the end";

		if (i < is.n && i < should.n && !strcmp(a, b))
			continue;
		if (shown++ < SHOWN)
			fprintf(stderr, "FAIL: %s:%u: '%s' should be '%s': make export\n",
				is.name, i + 1, a, b);
	}
	if (shown > SHOWN)
		fprintf(stderr, "FAIL: %s: and %u more lines: make export\n",
			is.name, shown - SHOWN);
	return shown ? 1 : 0;
}

/*
 * sender: one that a mail program and Signed-off-by: take as it is. Its name
 * ends at the first " <", for mail.sh, too.
 */
static void sender(const char *sob)
{
	const char *fix = "give it as SOB=\"Name <mail>\"";
	const char *open = strchr(sob, '<'), *at, *end;
	size_t name;

	for (const char *c = sob; *c; c++)
		if (iscntrl((unsigned char)*c) || strchr("\"\\", *c))
			stop("SOB=: a quote or control character in it: %s",
			     fix);
	if (!open || open < sob + 2 || open[-1] != ' ')
		stop("SOB=%s: %s", sob, fix);
	name = (size_t)(open - sob) - 1;
	at = strchr(++open, '@');
	end = open + strcspn(open, ">");
	if (*sob == ' ' || sob[name - 1] == ' ' || memchr(sob, '>', name) ||
	    !at || at == open || at + 1 >= end || strcmp(end, ">") ||
	    strchr(at + 1, '@') || strcspn(open, " <,;") < (size_t)(end - open))
		stop("SOB=%s: %s", sob, fix);
	if (!strcmp(open, "ibrs-entry@example.org>"))
		stop("SOB=%s: nobody reads that address: give your own", sob);
}

/* ours: below build/, and anew with each run of something */
static bool ours(const char *name)
{
	static const char * const names[] = {
		"am", "check", "export", "linux", "mail",
	};
	size_t len = strcspn(name, "/");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len && !strncmp(name, names[i], len))
			return true;
	return false;
}

/* out: a directory of their own, which nothing here reads or removes */
static void out(const char *asked, const char *is, const char *top,
		const char *version)
{
	const char *below = is + strlen(top);
	struct dirent *entry;
	DIR *d;

	if (*asked == '-' || !strcmp(is, "/") ||
	    (starts(is, top) && (!*below || *below == '/') &&
	     (!starts(below, "/build/") || ours(below + strlen("/build/")))))
		stop("OUT=%s is no place for mails: give another directory, as OUT=build/v%s",
		     asked, version);
	d = opendir(asked);
	if (!d && errno == ENOENT)
		return;
	if (!d)
		stop("OUT=%s is no directory: give another", asked);
	while ((entry = readdir(d)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			stop("OUT=%s is not empty, and what is there would be sent, too: rm -r '%s', or give another",
			     asked, asked);
	closedir(d);
}

/* version: the number of one, or 0: it is none */
static unsigned int version(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return *text != '0' && digits < 4 && !text[digits] ?
		(unsigned int)atoi(text) : 0;
}

static void asked(char **arg)
{
	const char *sob = arg[0], *to = arg[1], *reroll = arg[2], *rfc = arg[3];

	if (!*sob)
		stop("SOB= is missing: make mail SOB=\"Name <mail>\" OUT=<directory>");
	if (!*to)
		stop("SOB= needs OUT=<directory>, where the mails go");
	sender(sob);
	if (!version(reroll))
		stop("REROLL=%s: a number from 1 to 999, please", reroll);
	if (*rfc && strcmp(rfc, "1"))
		stop("RFC=%s: RFC=1, or nothing", rfc);
	out(to, arg[4], arg[5], reroll);
}

/* version_of: the heading's number, or 0: it is none. */
static unsigned int version_of(const char *line)
{
	char *end;
	unsigned long v;

	if (*line != 'v' || !isdigit((unsigned char)line[1]))
		return 0;
	v = strtoul(line + 1, &end, 10);
	return !strcmp(end, ":") && v < 1000 ? (unsigned int)v : 0;
}

/* sections: checks the form; @at[v] is the line of v's heading, from 1. */
static void sections(const struct text *t, unsigned int *at)
{
	unsigned int v = 0;

	for (unsigned int i = 0; i < t->n; i++) {
		const char *line = t->lines[i];

		if (!*line || (v && strchr(" \t", *line)))
			continue;
		v = version_of(line);
		if (v < 2)
			stop("%s:%u: '%s': a heading as 'v2:', and lines that begin with a blank below it, please",
			     t->name, i + 1, line);
		if (at[v])
			stop("%s:%u: %s is there twice: make one of them",
			     t->name, i + 1, line);
		at[v] = i + 1;
	}
}

/* changes: the newest version first, as people read them */
static void changes(const char *file, unsigned int version)
{
	static struct text t;
	static unsigned int at[1000];
	bool any = false;

	if (access(file, F_OK) && errno == ENOENT)
		return;
	read_text(file, &t);
	sections(&t, at);
	for (unsigned int v = version; v > 1; v--) {
		unsigned int end = at[v];

		if (!at[v])
			continue;
		while (end < t.n && !version_of(t.lines[end]))
			end++;
		while (end > at[v] && !*t.lines[end - 1])
			end--;
		printf("%sChanges in v%u:\n", any ? "\n" : "", v);
		print(&t, at[v], end);
		any = true;
	}
}

/* letter: a line with the title, then the body. */
static void letter(const char *file, const char *changes_file,
		   const char *after_file)
{
	static struct text t, c, a;
	unsigned int from, to, body;

	read_text(file, &t);
	read_text(changes_file, &c);
	read_text(after_file, &a);
	parts(&t, &from, &to);
	if (from == t.n)
		stop("%s: no shortlog in it: make export", t.name);
	printf("%s\n\n", title(&t));
	for (body = 0; body < t.n && *t.lines[body]; body++)
		;
	print(&t, body + 1, from);
	print(&c, 0, c.n);
	if (c.n)
		puts("");
	print(&t, from, to);
	print(&t, to, t.n);
	if (a.n)
		puts("");
	print(&a, 0, a.n);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	int rc = 0;

	if (argc == 8 && !strcmp(what, "asked")) {
		asked(argv + 2);
	} else if (argc == 5 && !strcmp(what, "cover")) {
		cover(argv[2], argv[3], argv[4]);
	} else if (argc == 4 && !strcmp(what, "compare")) {
		rc = compare(argv[2], argv[3]);
	} else if (argc == 4 && !strcmp(what, "changes") && version(argv[3])) {
		changes(argv[2], version(argv[3]));
	} else if (argc == 7 && !strcmp(what, "upstream")) {
		upstream(argv + 2);
	} else if (argc == 5 && !strcmp(what, "letter")) {
		letter(argv[2], argv[3], argv[4]);
	} else {
		fputs("usage: mail cover|compare|asked|changes|letter|upstream ...: see its source\n",
		      stderr);
		return 2;
	}
	if (fflush(stdout) || ferror(stdout))
		stop("the output could not be written");
	return rc;
}
