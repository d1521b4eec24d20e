// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of faults for the entry image (tests/image/mutants.tsv): each line
 * of a macro's body and each use of a macro has one, and each use is missed
 * once and moved once.  So the list cannot fall behind what it is a list of.
 * And the image uses the macros as the series does.  Run in tests/.
 *
 * Not told apart: whether a rule sees the fault.  tests/image/mutants.sh runs
 * it.
 */
#include <glob.h>
#include <regex.h>
#include <unistd.h>

#include "unit/doc.h"

#define MAX_LINES	2048
#define MAX_ROWS	256
#define MACROS		"arch/x86/entry/ibrs.h"
#define COUNT(list)	(sizeof(list) / sizeof(*(list)))

enum { NAME, RULES, RUN, WHERE, SCRIPT, COLUMNS };

static char *row[MAX_ROWS][COLUMNS];
static unsigned int rows;
static char dir[] = "/tmp/faults-XXXXXX";

static bool matches(const char *s, const char *pattern)
{
	regex_t re;
	bool yes;

	regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB);
	yes = !regexec(&re, s, 0, NULL, 0);
	regfree(&re);
	return yes;
}

/* Five fields, names that are there once, rules and runs with a name. */
static void read_rows(void)
{
	char *all = read_file("image/mutants.tsv"), *line;

	while ((line = strsep(&all, "\n"))) {
		char **f = row[rows];
		unsigned int k = 0;

		if (!*line || *line == '#' || rows == MAX_ROWS)
			continue;
		while (line && k < COLUMNS)
			f[k++] = strsep(&line, "\t");
		if (k != COLUMNS || line) {
			wrong("%s: not %u fields", f[NAME], COLUMNS);
			continue;
		}
		if (!matches(f[RULES], "^(R[0-9]+|guest)(,(R[0-9]+|guest))*$") ||
		    !matches(f[RUN], "^(pti|nopti|off|sweep)$"))
			wrong("%s: %s %s", f[NAME], f[RULES], f[RUN]);
		for (unsigned int i = 0; i < rows; i++)
			if (!strcmp(row[i][NAME], f[NAME]))
				wrong("%s: twice", f[NAME]);
		rows++;
	}
	if (rows == MAX_ROWS)
		wrong("more than %u", MAX_ROWS);
	check("rows have their fields");
}

/* --- what a row changes --------------------------------------------------- */

static char *line_of[MAX_LINES];		/* of the file, from 1 */
static bool gone[MAX_LINES], moved[MAX_LINES];

static FILE *scratch(const char *name, const char *mode)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, mode);
	if (!f)
		abort();
	return f;
}

/* The uses get a number, so that diff does not take one for another. */
static unsigned int read_lines(const char *file)
{
	char path[128], *all, *line;
	FILE *to = scratch("numbered", "w");
	unsigned int nr = 1;

	snprintf(path, sizeof(path), "../%s", file);
	memset(gone, 0, sizeof(gone));
	memset(moved, 0, sizeof(moved));
	for (all = read_file(path); (line = strsep(&all, "\n")) && all; nr++) {
		if (nr == MAX_LINES)
			abort();
		line_of[nr] = line;
		if (!strncmp(line, "\tIBRS_", 6))
			fprintf(to, "%s # %u\n", line, nr);
		else
			fprintf(to, "%s\n", line);
	}
	fclose(to);
	return nr;
}

static unsigned int uses(const char *name)
{
	FILE *f = scratch(name, "r");
	char line[512];
	unsigned int found = 0;

	while (fgets(line, sizeof(line), f))
		found += !strncmp(line, "\tIBRS_", 6);
	fclose(f);
	return found;
}

/* The lines that @script changes: moved where as many uses are there after. */
static void change(const char *script)
{
	FILE *f = scratch("script", "w"), *diff;
	char command[256], line[512];
	bool *what;

	fprintf(f, "%s\n", script);
	fclose(f);
	snprintf(command, sizeof(command), "cd %s && sed -f script numbered "
		 ">mutant && { diff numbered mutant >diff || [ $? = 1 ]; }", dir);
	if (system(command))
		wrong("sed does not take: %s", script);
	diff = scratch("diff", "r");
	what = uses("mutant") == uses("numbered") ? moved : gone;
	while (fgets(line, sizeof(line), diff)) {
		unsigned int from, to;
		int n_ = 0;
		char c;

		if (sscanf(line, "%u%n", &from, &n_) != 1)
			continue;
		to = from;
		if (line[n_] == ',')
			sscanf(line + n_ + 1, "%u", &to);
		c = line[strspn(line, "0123456789,")];
		for (; (c == 'c' || c == 'd') && from <= to; from++)
			what[from < MAX_LINES ? from : 0] = true;
	}
	fclose(diff);
}

static unsigned int read_changes(const char *file)
{
	unsigned int nr = read_lines(file);

	for (unsigned int i = 0; i < rows; i++)
		if (!strcmp(row[i][WHERE], file))
			change(row[i][SCRIPT]);
	return nr;
}

/* --- what has to be changed ----------------------------------------------- */

/* Each line of a macro that assembles to something, in the image as well. */
static void macros(void)
{
	unsigned int nr = read_changes(MACROS), found = 0;
	bool inside = false, debug = false;

	for (unsigned int i = 1; i < nr; i++) {
		const char *l = line_of[i];

		if (!strncmp(l, "#ifdef ", 7) || !strncmp(l, "#endif", 6))
			debug = strstr(l, "CONFIG_DEBUG_IBRS_ENTRY");
		if (!strncmp(l, ".macro", 6) || !strncmp(l, ".endm", 5))
			inside = l[1] == 'm';
		if (!inside || debug || *l != '\t' || l[1] == '.')
			continue;
		found++;
		if (!gone[i] && !moved[i])
			wrong("%u:%s", i, l);
	}
	check("each line of a macro has a fault");
	if (found <= 30)
		wrong("%u", found);
	check("the macros have lines");
}

static void uses_of(const char *name)
{
	char file[64], what[128];
	unsigned int nr, found = 0;

	snprintf(file, sizeof(file), "tests/image/%s.S", name);
	nr = read_changes(file);
	for (int k = 0; k < 2; k++) {
		for (unsigned int i = 1; i < nr; i++)
			if (!strncmp(line_of[i], "\tIBRS_", 6) && ++found &&
			    !(k ? moved : gone)[i])
				wrong("%u:%s", i, line_of[i]);
		snprintf(what, sizeof(what), "%s.S: each use is %s once", name,
			 k ? "moved" : "gone");
		check(what);
	}
	if (!found)
		wrong("none");
	snprintf(what, sizeof(what), "%s.S uses macros", name);
	check(what);
}

/* --- as the series does --------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char * const *)a, *(char * const *)b);
}

struct used {
	char *line[256];
	unsigned int nr;
};

/*
 * Each use behind @prefix in the files of @pattern, its blanks made equal. But of
 * the self-check: without its option, as in the image, it is nothing.
 */
static void collect(struct used *u, const char *prefix, const char *pattern)
{
	size_t len = strlen(prefix);
	glob_t g;

	if (glob(pattern, 0, NULL, &g))
		return;
	for (size_t i = 0; i < g.gl_pathc; i++) {
		char *all = read_file(g.gl_pathv[i]), *l, *to;

		while ((l = strsep(&all, "\n"))) {
			if (strncmp(l, prefix, len) ||
			    strncmp(l + len, "\tIBRS_", 6) || u->nr == 256 ||
			    !strncmp(l + len, "\tIBRS_CHECK", 11))
				continue;
			to = u->line[u->nr++] = strdup(l + len + 1);
			for (char *c = to; *c; c++)
				if (*c != '\t' && *c != ' ')
					*to++ = *c;
				else if (c[1] != '\t' && c[1] != ' ')
					*to++ = ' ';
			*to = 0;
		}
	}
	globfree(&g);
	qsort(u->line, u->nr, sizeof(*u->line), by_text);
}

static void as_the_series(void)
{
	static struct used image, series, away, named;

	collect(&image, "", "image/*.S");
	collect(&image, "", "image/*.h");
	collect(&series, "+", "../patches/0*.patch");
	collect(&away, "-", "../patches/0*.patch");
	collect(&named, "", "image/entry.S");
	collect(&named, "", "image/nmi.S");
	collect(&named, "", "image/compat.S");
	if (!series.nr)
		wrong("none");
	check("the series adds uses");
	for (unsigned int i = 0; i < away.nr; i++)
		wrong("%s", away.line[i]);
	check("and takes none away");
	for (unsigned int i = 0; i < series.nr || i < image.nr; i++)
		if (i >= series.nr || i >= image.nr ||
		    strcmp(series.line[i], image.line[i])) {
			wrong("the series: %s; the image: %s",
			      i < series.nr ? series.line[i] : "-",
			      i < image.nr ? image.line[i] : "-");
			break;
		}
	check("the image has the same ones");
	if (named.nr != image.nr)
		wrong("%u of %u", named.nr, image.nr);
	check("no other file uses them");
}

int main(void)
{
	static const char * const files[] = { "entry", "nmi", "compat" };
	char command[64];

	if (!mkdtemp(dir)) {
		perror(dir);
		return 2;
	}
	read_rows();
	macros();
	for (unsigned int i = 0; i < COUNT(files); i++)
		uses_of(files[i]);
	as_the_series();
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	if (system(command))
		perror(dir);
	printf("1..%u\n", n);
	return failed != 0;
}
