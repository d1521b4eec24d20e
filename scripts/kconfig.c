// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fragments of a kernel configuration.
 *
 *	kconfig merge <file>...			the last word on each symbol
 *	kconfig dropped <wanted> <.config>	what Kconfig made otherwise, of what has to be there
 *	kconfig optional <wanted> <.config>	the same, of what need not be there
 *
 * A line that is no comment and sets nothing is an error: Kconfig would pass
 * over it, and what was asked for would silently not be built. Exit status 2
 * then, and where a file cannot be read.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
#define MOST 4096

struct symbol {
	char *name;
	char *line;
};

static struct symbol table[MOST];
static unsigned int entries;
static bool optional;	/* "#: optional": what a kernel lacks is no error */

static void stop(const char *file, unsigned int line, const char *why)
{
	fprintf(stderr, "error: %s", file);
	if (line)
		fprintf(stderr, ", line %u", line);
	fprintf(stderr, ": %s\n", why);
	exit(2);
}

static struct symbol *find(const char *name, size_t n)
{
	for (unsigned int i = 0; i < entries; i++)
		if (!strncmp(table[i].name, name, n) && !table[i].name[n])
			return table + i;
	return NULL;
}

/* value_fits: y, m, n, a number or a string, and nothing behind it. */
static bool value_fits(const char *v)
{
	size_t n = strlen(v);

	if (*v == '"')
		return n > 1 && v[n - 1] == '"';
	if (n == 1 && strchr("ymn", *v))
		return true;
	if (!strncmp(v, "0x", 2))
		return n > 2 && strspn(v + 2, "0123456789abcdefABCDEF") == n - 2;
	v += *v == '-';
	return *v && !v[strspn(v, "0123456789")];
}

/*
 * symbol_of: the symbol a line of a fragment is about, its length in @len;
 * NULL for a comment or an empty line. Sets @wrong where it is neither.
 */
static const char *symbol_of(const char *line, size_t *len, bool *wrong)
{
	const char *name = line + 2 * !strncmp(line, "# CONFIG_", 9);

	*wrong = false;
	*len = strspn(name, NAME);
	if (!strncmp(name, "CONFIG_", 7) && *len > 7) {
		if (name != line && !strcmp(name + *len, " is not set"))
			return name;
		if (name == line && name[*len] == '=' &&
		    value_fits(name + *len + 1))
			return name;
	}
	*wrong = *line != '#' && line[strspn(line, " \t")];
	return NULL;
}

static void merge(const char *file);

/* below: "#: base <name>" at the head of a fragment puts another one below it. */
static void below(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	char *base;

	if (asprintf(&base, "%.*s%s.config", slash ? (int)(slash + 1 - file) : 0,
		     file, name) < 0)
		exit(2);
	merge(base);
	free(base);
}

static void merge(const char *file)
{
	char line[4096];
	unsigned int number = 0;
	const char *name;
	struct symbol *s;
	bool wrong, first = true;
	size_t len;
	FILE *f = fopen(file, "r");

	if (!f)
		stop(file, 0, "cannot be read");
	while (fgets(line, sizeof(line), f)) {
		number++;
		line[strcspn(line, "\n")] = 0;
		name = symbol_of(line, &len, &wrong);
		if (wrong)
			stop(file, number,
			     "neither CONFIG_<NAME>=<y, m, n, number or \"text\"> nor a comment");
		optional |= !strcmp(line, "#: optional");
		if (!strncmp(line, "#: base ", 8) && !first)
			stop(file, number, "a base goes before all symbols");
		if (!strncmp(line, "#: base ", 8))
			below(file, line + 8);
		if (!name)
			continue;
		first = false;
		s = find(name, len);
		if (!s && entries == MOST)
			stop(file, number, "too many symbols");
		if (!s) {
			s = table + entries++;
			s->name = strndup(name, len);
		}
		s->line = strdup(line);
	}
	if (ferror(f))
		stop(file, 0, "cannot be read");
	fclose(f);
}

/* same: @got may be NULL, for a symbol that is not there at all: it is off. */
static bool same(const struct symbol *want, const struct symbol *got)
{
	bool off = want->line[0] == '#' ||
		   !strcmp(want->line + strlen(want->name), "=n");

	if (off)
		return !got || got->line[0] == '#';
	return got && !strcmp(want->line, got->line);
}

static void dropped(const char *wanted, const char *config, bool need_not)
{
	unsigned int n;
	struct symbol *want;

	merge(wanted);
	n = entries;
	want = malloc(n * sizeof(*want) + 1);
	if (!want)
		exit(2);
	memcpy(want, table, n * sizeof(*want));
	if (optional != need_not)
		n = 0;
	entries = 0;
	merge(config);
	for (unsigned int i = 0; i < n; i++)
		if (!same(want + i, find(want[i].name, strlen(want[i].name))))
			printf("%s ", want[i].line);
	free(want);
}

int main(int argc, char **argv)
{
	bool need_not = argc > 1 && !strcmp(argv[1], "optional");

	if (argc == 4 && (need_not || !strcmp(argv[1], "dropped"))) {
		dropped(argv[2], argv[3], need_not);
	} else if (argc > 2 && !strcmp(argv[1], "merge")) {
		for (int i = 2; i < argc; i++)
			merge(argv[i]);
		if (optional)
			puts("#: optional");
		for (unsigned int i = 0; i < entries; i++)
			puts(table[i].line);
	} else {
		fputs("usage: kconfig merge <file>... | dropped|optional <wanted> <.config>\n",
		      stderr);
		return 2;
	}
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
