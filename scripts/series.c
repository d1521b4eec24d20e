// SPDX-License-Identifier: GPL-2.0-only
/*
 * The form of patches/, without a kernel tree.
 *
 *	series form <patches>		what is wrong with it; exit status 0 or 1
 *	series id <patches>		the id of its code
 *	series order <old> <new>	the names of <new> under the comments that
 *					<old> has above them
 *
 * The stored form carries no person's sign-off and no commit id. In a series
 * file the comment at the top is the file's own; a later one belongs to the
 * patch below it, known by its name without the number, and moves with it.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AUTHOR "IBRS entry series <ibrs-entry@example.org>"
#define PATCHES 15		/* is the most */
#define SUBJECT 75
#define ZEROS "From 0000000000000000000000000000000000000000 Mon Sep 17"
#define LINES 1024

static unsigned int failures;

__attribute__((format(printf, 1, 2))) static void fail(const char *fmt, ...)
{
	va_list ap;

	fputs("FAIL: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	failures++;
}

static void stop(const char *what, const char *why)
{
	fprintf(stderr, "error: %s: %s\n", what, why);
	exit(2);
}

static bool starts(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

/* lines_of: at most @most lines, without their ends; how many. */
static unsigned int lines_of(const char *file, char **lines, unsigned int most)
{
	FILE *f = fopen(file, "r");
	unsigned int n = 0;
	size_t size = 0;
	char *line = NULL;

	if (!f)
		stop(file, strerror(errno));
	while (getline(&line, &size, f) >= 0) {
		if (n == most)
			stop(file, "too many lines");
		line[strcspn(line, "\n")] = 0;
		lines[n++] = line;
		line = NULL;
		size = 0;
	}
	fclose(f);
	return n;
}

/* names_of: what is listed, without comments and blanks. */
static unsigned int names_of(const char *file, char **names)
{
	unsigned int n = lines_of(file, names, LINES), kept = 0;

	for (unsigned int i = 0; i < n; i++) {
		size_t end = strcspn(names[i], "#");

		while (end && strchr(" \t", names[i][end - 1]))
			end--;
		names[i][end] = 0;
		if (end)
			names[kept++] = names[i];
	}
	return kept;
}

/* subject: may go on in the line below. */
static void check_subject(const char *name, const char *first, const char *more)
{
	size_t n;

	first += strlen("Subject: ");
	if (starts(first, "[PATCH] "))
		first += strlen("[PATCH] ");
	n = strlen(first) + (more && *more == ' ' ? strlen(more) : 0);
	if (n > SUBJECT)
		fail("%s: subject longer than %d characters", name, SUBJECT);
}

static void check_header(const char *name)
{
	static char *lines[1 << 16];
	unsigned int n = lines_of(name, lines, 1 << 16);
	bool subject = false;

	if (n < 1 || !starts(lines[0], ZEROS))
		fail("%s: first line names a commit: make export", name);
	if (n < 2 || strcmp(lines[1], "From: " AUTHOR))
		fail("%s: From: is not '%s': git commit --amend --author='%s'",
		     name, AUTHOR, AUTHOR);
	for (unsigned int i = 0; i < n; i++) {
		if (starts(lines[i], "Signed-off-by:"))
			fail("%s: a sign-off is added for sending only (make export SOB= OUT=)",
			     name);
		if (!subject && starts(lines[i], "Subject: ")) {
			check_subject(name, lines[i],
				      i + 1 < n ? lines[i + 1] : NULL);
			subject = true;
		}
		free(lines[i]);
	}
}

static bool listed(const char *name, char **names, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

static void form(void)
{
	static char *names[LINES];
	unsigned int n = names_of("series", names);
	struct dirent *entry;
	DIR *dir = opendir(".");

	if (!dir)
		stop("patches", strerror(errno));
	if (n > PATCHES)
		fail("%u patches, %d is the most", n, PATCHES);
	if (n && access("0000-cover-letter.txt", R_OK))
		fail("no patches/0000-cover-letter.txt");
	while ((entry = readdir(dir))) {
		const char *end = strrchr(entry->d_name, '.');

		if (end && !strcmp(end, ".patch") &&
		    !listed(entry->d_name, names, n))
			fail("patches/%s is not in patches/series",
			     entry->d_name);
	}
	closedir(dir);
	for (unsigned int i = 0; i < n; i++) {
		if (access(names[i], R_OK))
			fail("patches/series: no file %s", names[i]);
		else
			check_header(names[i]);
	}
}

/*
 * code: the diffs of a patch but for those below Documentation/. No line of a
 * hunk begins as they do. What is above the first is the mail.
 */
static void code(const char *name, FILE *to)
{
	static const char diff[] = "diff --git ";
	static char *lines[1 << 16];
	unsigned int n = lines_of(name, lines, 1 << 16);
	bool on = false;

	for (unsigned int i = 0; i < n; i++) {
		if (starts(lines[i], diff))
			on = !starts(lines[i] + strlen(diff),
				     "a/Documentation/");
		if (on)
			fprintf(to, "%s\n", lines[i]);
		free(lines[i]);
	}
}

/*
 * id: names the code in every result. A changelog or a document may change, and
 * the results stay those of this series.
 */
static void id(void)
{
	static char *names[LINES];
	unsigned int n = names_of("series", names);
	FILE *hash = popen("sha256sum | cut -c1-12", "w");

	if (!hash)
		stop("sha256sum", strerror(errno));
	for (unsigned int i = 0; i < n; i++)
		code(names[i], hash);
	if (ferror(hash) || pclose(hash))
		stop("sha256sum", "failed");
}

static const char *slug(const char *name)
{
	size_t n = strspn(name, "0123456789");

	return n && name[n] == '-' ? name + n + 1 : name;
}

static bool is_comment(const char *line)
{
	return !*line || *line == '#';
}

static void order(const char *old_file, const char *new_file)
{
	static char *old[LINES], *names[LINES];
	unsigned int n = lines_of(old_file, old, LINES), head = 0, above;
	unsigned int count = lines_of(new_file, names, LINES);

	while (head < n && *old[head] == '#')
		puts(old[head++]);
	for (unsigned int i = 0; i < count; i++) {
		for (unsigned int k = head; k < n; k++) {
			if (is_comment(old[k]) ||
			    strcmp(slug(old[k]), slug(names[i])))
				continue;
			for (above = k; above > head; above--)
				if (!is_comment(old[above - 1]))
					break;
			while (above < k)
				puts(old[above++]);
		}
		puts(names[i]);
	}
}

int main(int argc, char **argv)
{
	bool is_id = argc == 3 && !strcmp(argv[1], "id");

	if (is_id || (argc == 3 && !strcmp(argv[1], "form"))) {
		if (chdir(argv[2]))
			stop(argv[2], strerror(errno));
		if (is_id)
			id();
		else
			form();
	} else if (argc == 4 && !strcmp(argv[1], "order")) {
		order(argv[2], argv[3]);
	} else {
		fputs("usage: series form|id <patches> | order <old> <new>\n",
		      stderr);
		return 2;
	}
	if (fflush(stdout) || ferror(stdout))
		return 2;
	return failures ? 1 : 0;
}
