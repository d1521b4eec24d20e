// SPDX-License-Identifier: GPL-2.0-only
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fake.h"

static const char *T;
static unsigned int cases, bad;

static void die(const char *what, const char *of)
{
	printf("Bail out! %s: %s\n", what, of);
	exit(2);
}

static char *format(const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) < 0)
		die("no memory", fmt);
	return text;
}

const char *where(const char *fmt, ...)
{
	static char names[8][512];
	static unsigned int next;
	char *name = names[next++ % 8];
	va_list ap;
	int n;

	n = snprintf(name, sizeof(names[0]), "%s/", T);
	va_start(ap, fmt);
	vsnprintf(name + n, sizeof(names[0]) - (size_t)n, fmt, ap);
	va_end(ap);
	return name;
}

bool there(const char *name)
{
	return !access(where("%s", name), F_OK);
}

static void write_text(const char *name, const char *text, const char *how)
{
	FILE *f = fopen(where("%s", name), how);

	if (!f || fputs(text, f) == EOF || fclose(f))
		die("cannot be written", name);
}

void put(const char *name, const char *text)
{
	write_text(name, text, "w");
}

void append(const char *name, const char *text)
{
	write_text(name, text, "a");
}

static char *read_text(const char *name)
{
	FILE *f = fopen(where("%s", name), "r");
	char *text = NULL;
	size_t n = 0;

	if (!f)
		die("cannot be read", name);
	if (getdelim(&text, &n, 0, f) < 0) {
		free(text);
		text = strdup("");
	}
	fclose(f);
	return text;
}

void change(const char *name, const char *from, const char *to)
{
	char *text = read_text(name), *at = strstr(text, from);
	char *now;

	if (!at || strstr(at + 1, from))
		die("there, and once, has to be", from);
	*at = 0;
	if (asprintf(&now, "%s%s%s", text, to, at + strlen(from)) < 0)
		die("no memory", name);
	put(name, now);
	free(now);
	free(text);
}

static int run(const char *command)
{
	char *line;
	int status;

	fflush(stdout);
	if (asprintf(&line, "cd %s/p && { %s\n} >%s/out 2>&1", T, command,
		     T) < 0)
		die("no memory", command);
	status = system(line);
	free(line);
	if (status < 0)
		die("cannot be run", command);
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}

int sh(const char *fmt, ...)
{
	va_list ap;
	char *command;
	int status;

	va_start(ap, fmt);
	command = format(fmt, ap);
	va_end(ap);
	status = run(command);
	free(command);
	return status;
}

void must(const char *fmt, ...)
{
	va_list ap;
	char *command;

	va_start(ap, fmt);
	command = format(fmt, ap);
	va_end(ap);
	if (run(command)) {
		fputs(read_text("out"), stdout);
		die("failed", command);
	}
	free(command);
}

bool ok(bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%s %u ", good ? "ok" : "not ok", ++cases);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	bad += !good;
	return good;
}

static unsigned int count(const char *text, const char *pattern)
{
	unsigned int n = 0;
	regmatch_t at;
	regex_t re;

	if (regcomp(&re, pattern, REG_NEWLINE | REG_EXTENDED))
		die("no pattern", pattern);
	for (; !regexec(&re, text, 1, &at, n ? REG_NOTBOL : 0); n++) {
		text += at.rm_eo;
		if (at.rm_eo == at.rm_so && !*text++)
			break;
	}
	regfree(&re);
	return n;
}

bool gives(const char *name, int status, const char *pattern,
	   const char *fmt, ...)
{
	const char *wrong = NULL;
	char *command, *text;
	va_list ap;
	int got;

	va_start(ap, fmt);
	command = format(fmt, ap);
	va_end(ap);
	got = run(command);
	text = read_text("out");
	if (got != status)
		wrong = "another exit status than expected";
	else if (pattern && !count(text, pattern))
		wrong = "no such line";
	else if (count(text, "^error: ") + count(text, "^SKIP: ") > 1)
		wrong = "more than one error line";
	if (wrong)
		printf("# %s: %d, not %d with '%s'\n# %s\n# %s\n", wrong, got,
		       status, pattern ? pattern : "", command, text);
	free(command);
	free(text);
	return ok(!wrong, "%s", name);
}

void steps(const struct step *step, unsigned int n)
{
	for (; n--; step++)
		gives(step->name, step->status, step->pattern, "%s",
		      step->command);
}

unsigned int found(const char *name, const char *pattern)
{
	char *text = read_text(name);
	unsigned int n = count(text, pattern);

	free(text);
	return n;
}

unsigned int said(const char *pattern)
{
	return found("out", pattern);
}

void untried(const char *name, const char *why)
{
	printf("ok %u %s # SKIP %s\n", ++cases, name, why);
}

void begin(int argc, char **argv)
{
	if (argc != 2)
		die("takes one argument", "the scratch directory");
	T = argv[1];
}

int end(void)
{
	printf("1..%u\n", cases);
	return bad || !cases;
}
