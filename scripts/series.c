// SPDX-License-Identifier: GPL-2.0-only
/*
 * The form of patches/, without a kernel tree.
 *
 *	series form <patches>		what is wrong with it; exit status 0 or 1
 *	series base <patches>		does its base say what it stands on? 0 or 2
 *	series id <patches> [<set>]	the id of its code, up to that set's end
 *	series ids <patches> [<set>]	and those of the sets below it, one a line
 *	series names <patches> [<set>]	of the sets in it
 *	series upto <series> base|base1|<set>	how many patches: none, the first, all
 *	series sets <series> [<set>]	of each, or that: name, first patch, how many
 *	series order <old> <new>	the names of <new> under the comments that
 *					<old> has above them
 *
 * The stored form carries no person's sign-off and no commit id. In a series
 * file the comment at the top is the file's own; a later one belongs to the
 * patch below it, known by its name without the number, and moves with it.
 *
 * A line "# set: <name>" begins a set of patches, which is sent by itself: its
 * cover letter is cover-<name>.txt. It stands above the set's first patch,
 * whichever that is: a patch that <old> does not know belongs to the set of the
 * patch before it, unless it has the place of one of the next set that is gone.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "series.h"

unsigned int failures;

void fail(const char *fmt, ...)
{
	va_list ap;

	fputs("FAIL: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	failures++;
}

void stop(const char *what, const char *why)
{
	fprintf(stderr, "error: %s: %s\n", what, why);
	exit(2);
}

/* sets: @name NULL: all; "": the only one there is */
static void sets(const char *file, const char *name)
{
	static struct series s;
	bool any = !name;

	read_series(file, &s);
	for (unsigned int i = 0; i < s.n_sets; i++) {
		unsigned int first = 0, count = set_size(&s, i, &first);

		if (name && strcmp(name, s.sets[i]) && (*name || s.n_sets > 1))
			continue;
		printf("%s %u %u\n", s.sets[i], first, count);
		any = true;
	}
	if (any)
		return;
	fprintf(stderr, "error: SET=%s: one of patches/series, please:", name);
	for (unsigned int i = 0; i < s.n_sets; i++)
		fprintf(stderr, " %s", s.sets[i]);
	fputs("\n", stderr);
	exit(2);
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

/* last_set: the number of the set @name; NULL or "": of the last one there is */
static int last_set(const struct series *s, const char *name)
{
	for (unsigned int i = 0; name && *name && i < s->n_sets; i++)
		if (!strcmp(name, s->sets[i]))
			return (int)i;
	if (name && *name)
		stop(name, "patches/series has no such set");
	return (int)s->n_sets - 1;
}

/*
 * id_of: names the code in every result, up to the end of a set. A changelog or a
 * document may change, and the results stay those of this series.
 */
static void id_of(const struct series *s, int set)
{
	FILE *hash = popen("sha256sum | cut -c1-12", "w");

	if (!hash)
		stop("sha256sum", strerror(errno));
	for (unsigned int i = 0; i < s->n; i++)
		if (s->patches[i].set <= set)
			code(s->patches[i].name, hash);
	if (ferror(hash) || pclose(hash))
		stop("sha256sum", "failed");
}

static void id(const char *set)
{
	static struct series s;

	read_series("series", &s);
	id_of(&s, last_set(&s, set));
}

static void ids(const char *set)
{
	static struct series s;
	int last;

	read_series("series", &s);
	last = last_set(&s, set);
	do
		id_of(&s, last);
	while (--last >= 0);
}

static void names(const char *set)
{
	static struct series s;
	int last;

	read_series("series", &s);
	last = last_set(&s, set);
	for (int i = 0; i <= last; i++)
		printf("%s%s", s.sets[i], i < last ? " " : "\n");
}

/* upto: what stands on so many patches */
static void upto(const char *file, const char *what)
{
	static struct series s;
	unsigned int first = 1, count = 0;
	bool base_only = !strcmp(what, "base");

	read_series(file, &s);
	if (!base_only && strcmp(what, "base1"))
		count = set_size(&s, (unsigned int)last_set(&s, what), &first);
	printf("%u\n", base_only ? 0 : count ? first + count - 1 : 1);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *word;
		void (*does)(void);
		void (*of_set)(const char *set);
	} words[] = {
		{ "form", form, NULL }, { "base", base, NULL },
		{ "id", NULL, id }, { "ids", NULL, ids }, { "names", NULL, names },
	};

	for (unsigned int i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (argc < 3 || strcmp(argv[1], words[i].word) ||
		    argc > (words[i].does ? 3 : 4))
			continue;
		if (chdir(argv[2]))
			stop(argv[2], strerror(errno));
		if (words[i].does)
			words[i].does();
		else
			words[i].of_set(argv[3]);
		return fflush(stdout) || ferror(stdout) ? 2 : !!failures;
	}
	if ((argc == 3 || argc == 4) && !strcmp(argv[1], "sets")) {
		sets(argv[2], argv[3]);
	} else if (argc == 4 && !strcmp(argv[1], "order")) {
		order(argv[2], argv[3]);
	} else if (argc == 4 && !strcmp(argv[1], "upto")) {
		upto(argv[2], argv[3]);
	} else {
		fputs("usage: series form|base <patches> | id|ids|names <patches> [<set>] | sets <series> [<set>] | order <old> <new> | upto <series> <what>\n",
		      stderr);
		return 2;
	}
	return fflush(stdout) || ferror(stdout) ? 2 : !!failures;
}
