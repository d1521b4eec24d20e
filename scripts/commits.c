// SPDX-License-Identifier: GPL-2.0-only
/*
 * What among the commits of build/linux is no patch of a series, and what mends
 * it. Reads, each with a zero byte behind it, what
 *
 *	git log --reverse -z --name-only --format=FORMAT series-base..HEAD
 *
 * gives with the FORMAT of "commits format"; says the first that is wrong.
 *
 *	commits format
 *	commits check <author>		exit status 0 or 2
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 1024
#define REBASE "git -C build/linux rebase "
#define MENDED REBASE "-i series-base"

struct commit {
	char *id, *parents, *author, *subject, *body;
	bool changes;
};

__attribute__((format(printf, 2, 3), noreturn))
static void stop(const struct commit *c, const char *fmt, ...)
{
	va_list ap;

	fputs("error: build/linux has ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	if (c)
		fprintf(stderr, " (%s \"%s\")", c->id, c->subject);
	fputc('\n', stderr);
	exit(2);
}

static bool starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* field: up to the next zero byte, or NULL at the end */
static char *field(void)
{
	char *text = NULL;
	size_t size = 0;

	if (getdelim(&text, &size, 0, stdin) < 0)
		return NULL;
	return text;
}

/* ends_mail: there git am takes the message for over, the rest for a diff. */
static bool ends_mail(const char *line)
{
	const char *more = line + 3;

	if (starts(line, "diff -") || starts(line, "Index: "))
		return true;
	if (!starts(line, "---"))
		return false;
	return more[strspn(more, " \t")] == '\n' || !*more ||
	       (*more == ' ' && more[1] && !strchr(" \t\n", more[1]));
}

static void check_message(const struct commit *c)
{
	for (const char *line = c->body; line;
	     line = strchr(line, '\n'), line += !!line)
		if (ends_mail(line))
			stop(c, "a message with the line '%.*s', where git am ends it: "
			     MENDED ", reword", (int)strcspn(line, "\n"), line);
}

static void check_commit(const struct commit *c, const char *author)
{
	if (strchr(c->parents, ' '))
		stop(c, "a merge: " REBASE "series-base");
	if (starts(c->subject, "fixup! ") || starts(c->subject, "squash! ") ||
	    starts(c->subject, "amend! "))
		stop(NULL, "an unsquashed commit (%s \"%s\"): " REBASE
		     "-i --autosquash series-base", c->id, c->subject);
	if (strcmp(c->author, author))
		stop(NULL, "a commit that is not by the series' author (by %s in %s \"%s\"): "
		     REBASE "series-base -x \"git commit --amend --no-edit --author='%s'\"",
		     c->author, c->id, c->subject, author);
	check_message(c);
}

/* check_file: quilt, make and the lists of patches/ part names at blanks. */
static void check_file(const struct commit *c, const char *name)
{
	for (const char *at = name; *at; at++)
		if (*at <= ' ' || strchr("\"'\\`$", *at))
			stop(c, "a file named '%s': a name without blanks and quotes, please: "
			     MENDED, name);
}

static void whole(const struct commit *c)
{
	if (c->id && !c->changes)
		stop(c, "an empty commit: " MENDED ", drop");
}

static void subjects(const struct commit *all, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		for (unsigned int k = 0; k < i; k++)
			if (!strcmp(all[i].subject, all[k].subject))
				stop(all + i, "two commits with one subject, by which patches are known: "
				     MENDED ", reword");
}

static void check(const char *author)
{
	static struct commit all[MOST];
	struct commit none = { NULL }, *c = &none;
	unsigned int n = 0;
	char *text;

	while ((text = field())) {
		text += *text == '\n';
		if (*text != '\1') {
			check_file(c, text);
			c->changes |= *text;
			continue;
		}
		whole(c);
		if (n == MOST)
			stop(NULL, "more than %d commits", MOST);
		c = all + n++;
		c->id = text + 1;
		c->parents = field();
		c->author = field();
		c->subject = field();
		c->body = field();
		if (!c->body)
			stop(NULL, "a history that git does not tell whole");
		check_commit(c, author);
	}
	whole(c);
	subjects(all, n);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "format"))
		puts("%x01%h%x00%p%x00%an <%ae>%x00%s%x00%B");
	else if (argc == 3 && !strcmp(argv[1], "check"))
		check(argv[2]);
	else
		fputs("usage: commits format | check <author>\n", stderr);
	return argc == 2 || argc == 3 ? 0 : 2;
}
