// SPDX-License-Identifier: GPL-2.0-only
/* The commands of ibrs-report that compare: what their tests share. */
#include <fnmatch.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/compare.h"
#include "unit/files.h"

char dir[] = "/tmp/ibrs-compare.XXXXXX";

static unsigned int done, failed;

char *path(const char *fmt, ...)
{
	char *s, *name;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&name, fmt, ap) < 0)
		abort();
	va_end(ap);
	if (asprintf(&s, "%s/%s", dir, name) < 0)
		abort();
	return s;
}

FILE *create(const char *name)
{
	return file_at(path("%s", name));
}

void put(const char *name, const char *text)
{
	FILE *f = create(name);

	fputs(text, f);
	fclose(f);
}

const char *text_of(const char *name)
{
	static char text[65536];
	FILE *f = fopen(path("%s", name), "r");

	text[f ? fread(text, 1, sizeof(text) - 1, f) : 0] = 0;
	if (f)
		fclose(f);
	return text;
}

static bool is_text(enum record rec, unsigned int column)
{
	return (rec == REC_PATH && column == PATH_NAME) ||
	       (rec == REC_COVER && (column == COVER_SYMBOL ||
				     column == COVER_REASONS));
}

void record(FILE *f, enum record rec, const char * const *value)
{
	fputs(record_tag(rec), f);
	for (unsigned int i = 1; i < record_columns(rec); i++)
		fprintf(f, "\t%s", value[i] ? value[i] :
			is_text(rec, i) ? "-" : "0");
	fputc('\n', f);
}

void ok(bool good, const char *name, const char *shown)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++done, name);
	failed += !good;
	if (!good)
		printf("# %s\n", shown);
}

static bool line_like(const char *text, const char *pattern)
{
	char *copy = strdup(text), *s = copy, *line;
	bool found = false;

	while (!found && (line = strsep(&s, "\n")))
		found = !fnmatch(pattern, line, 0);
	free(copy);
	return found;
}

/* In a process of its own: a command is run once. */
void gives(const char *name, int status, const char *pattern,
	   int (*cmd)(int argc, char **argv), char **argv)
{
	int argc = 0, ret = 0;
	pid_t pid;

	while (argv[argc])
		argc++;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (!freopen(path("output"), "w", stdout) ||
		    dup2(fileno(stdout), fileno(stderr)) < 0)
			exit(99);
		exit(cmd(argc, argv));
	}
	waitpid(pid, &ret, 0);
	ok(WIFEXITED(ret) && WEXITSTATUS(ret) == status &&
	   line_like(text_of("output"), pattern), name, text_of("output"));
}

void leaves(const char *name, const char *file, const char *pattern)
{
	ok(line_like(text_of(file), pattern), name, text_of(file));
}

int main(void)
{
	char command[64];

	if (!mkdtemp(dir))
		return 2;
	printf("KTAP version 1\n");
	anchor();
	cost();
	switches();
	guests();
	speed();
	coverage();
	unwinds();
	seeded();
	control();
	numbers();
	map();
	counts();
	by_judges();
	longs();
	printf("1..%u\n", done);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) || failed ? 1 : 0;
}
