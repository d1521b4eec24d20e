// SPDX-License-Identifier: GPL-2.0-only
/*
 * README and Documentation/: what they name exists (paths, make targets,
 * options), their maps are whole, and they are to be read in 79 columns. Paths
 * in comments as well.
 */
#include <dirent.h>
#include <glob.h>
#include <sys/stat.h>

#include "unit/doc.h"

/* All files of two patterns in one. */
static char *read_files(const char *one, const char *other)
{
	char *all = calloc(1, 1 << 21), *text;
	glob_t g;

	glob(one, 0, NULL, &g);
	glob(other, GLOB_APPEND, NULL, &g);
	for (size_t i = 0; all && i < g.gl_pathc; i++) {
		text = read_file(g.gl_pathv[i]);
		if (strlen(all) + strlen(text) < 1 << 21)
			strcat(all, text);
		free(text);
	}
	globfree(&g);
	return all;
}

static unsigned int width(const char *s, size_t len)
{
	unsigned int col = 0;

	for (size_t i = 0; i < len; i++)
		col += s[i] == '\t' ? 8 - col % 8 : (s[i] & 0xc0) != 0x80;
	return col;
}

static void narrow(const char *file, const char *text)
{
	unsigned int line = 1;

	if (strstr(file, ".md"))	/* has tables */
		return;
	for (const char *s = text; *s; line++) {
		size_t len = strcspn(s, "\n");

		if (width(s, len) > 79)
			wrong("%s:%u is wider than 79 columns", file, line);
		s += len + !!s[len];
	}
}

/* A path of the project that a document names, as it stands or as a pattern. */
static void names(const char *file, const char *s, size_t len)
{
	char path[120];
	glob_t g;

	while (len && strchr(".-", s[len - 1]))
		len--;
	if (len + 4 > sizeof(path))
		return;
	snprintf(path, sizeof(path), "../%.*s", (int)len, s);
	if (glob(path, 0, NULL, &g))
		wrong("%s names %s, which is not there", file, path + 3);
	globfree(&g);
}

/* The last two may be the kernel's own, where it is the source that speaks. */
static void paths_named(const char *file, const char *text, bool source)
{
	static const char * const top[] = { "tests/", "scripts/",
					    "Documentation/", "patches/",
					    "arch/" };
	static const char of_path[] = "abcdefghijklmnopqrstuvwxyz_0123456789"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ./*-";

	for (size_t i = 0; i < (source ? 3 : 5); i++)
		for (const char *s = text; (s = strstr(s, top[i])); s++)
			if ((s == text || strchr(" \t\n`\"(,", s[-1])) &&
			    strncmp(s, "Documentation/x86/", 18))
				names(file, s, strspn(s, of_path));
}

/*
 * "<command> <word>", indented as a command is or in quotes: @known has the
 * word, as @form puts it.
 */
static void words_named(const char *file, const char *text,
			const char *command, const char *known,
			const char *form)
{
	char want[40], word[31];

	for (const char *s = text; (s = strstr(s, command)); s++) {
		const char *arg = s + strlen(command);

		if (s < text + 5 || *arg == '-' ||
		    sscanf(arg, "%30[a-z0-9-]", word) != 1 ||
		    (!strchr("`\"", s[-1]) && strncmp(s - 5, "\n    ", 5)))
			continue;
		snprintf(want, sizeof(want), form, word);
		if (!strstr(known, want))
			wrong("%s: %s%s is not there", file, command, word);
	}
}

/* @s is in a line that is a command of git's, which has options of its own. */
static bool of_git(const char *text, const char *s)
{
	while (s > text && s[-1] != '\n')
		s--;
	return !strncmp(s + strspn(s, " \t"), "git ", 4);
}

/* "--option": of ibrs-check, or of a command of ibrs-report. */
static void options_named(const char *file, const char *text,
			  const char *sources)
{
	char option[40];

	for (const char *s = text; (s = strstr(s, "--")); s++) {
		size_t len = strspn(s + 2, "abcdefghijklmnopqrstuvwxyz-");

		if (s == text || !strchr(" \t[`\"", s[-1]) || len < 2 || len > 30 ||
		    of_git(text, s))
			continue;
		snprintf(option, sizeof(option), "\"%.*s\"", (int)len, s + 2);
		if (!strstr(sources, option))
			wrong("%s: nothing has the option --%.*s", file,
			      (int)len, s + 2);
	}
}

static void documents(void)
{
	char *makefile = read_file("../Makefile"), *text;
	char *cases = read_file("cases.cfg");
	char *sources = read_files("check/options.c", "report/*.c");
	glob_t g;

	glob("../Documentation/*", 0, NULL, &g);
	glob("../README", GLOB_APPEND, NULL, &g);
	for (size_t i = 0; i < g.gl_pathc; i++) {
		struct stat st;

		if (stat(g.gl_pathv[i], &st) || !S_ISREG(st.st_mode))
			continue;
		text = read_file(g.gl_pathv[i]);
		narrow(g.gl_pathv[i] + 3, text);
		paths_named(g.gl_pathv[i] + 3, text, false);
		words_named(g.gl_pathv[i] + 3, text, "make ", makefile,
			    " %s ");
		words_named(g.gl_pathv[i] + 3, text, "tests/run ", cases,
			    "\n[%s]");
		options_named(g.gl_pathv[i] + 3, text, sources);
		free(text);
	}
	if (g.gl_pathc < 6)
		wrong("where are the documents?");
	globfree(&g);
	free(makefile);
	free(cases);
	free(sources);
}

/* What comments and messages name; tests/unit has names that are made up. */
static void sources(void)
{
	static const char * const where[] = {
		"../Makefile", "Makefile", "run", "cases.cfg", "*.sh",
		"../scripts/*.*", "rules/*.*", "judge/*.*", "rig/*.*",
		"report/*.*", "check/*.[ch]", "proof/*.*", "boot/*.*",
		"boot/drv/*.c", "image/*.*",
	};
	char *text;
	glob_t g;

	for (size_t i = 0; i < sizeof(where) / sizeof(*where); i++) {
		if (glob(where[i], 0, NULL, &g))
			wrong("there is no %s", where[i]);
		for (size_t k = 0; k < g.gl_pathc; k++) {
			text = read_file(g.gl_pathv[k]);
			paths_named(g.gl_pathv[k], text, true);
			free(text);
		}
		globfree(&g);
	}
}

/* @word stands in @text where a line's text begins or in a list. */
static bool listed(const char *text, const char *word, const char *ends)
{
	size_t len = strlen(word);

	for (const char *s = text; (s = strstr(s, word)); s += len)
		if (strchr(ends, s[len]) && s >= text + 12 &&
		    (s[-1] == '\t' || !strncmp(s - 2, ", ", 2) ||
		     !strncmp(s - 12, "ibrs-report ", 12)))
			return true;
	return false;
}

/*  stands in , with one of  behind it. */
static bool listed_after(const char *text, const char *what, const char *ends)
{
	size_t len = strlen(what);

	for (const char *s = text; (s = strstr(s, what)); s += len)
		if (s[len] && strchr(ends, s[len]))
			return true;
	return false;
}

/* Every command of ibrs-report, and every option of the plugin. */
static void described(void)
{
	char *text = read_file("../Documentation/instrument.txt");
	char *report = read_file("report/ibrs-report.c");
	char *rig = read_file("rig/rig.c"), *s, word[20];
	unsigned int count = 0;
	int used;

	for (s = report; (s = strstr(s, "{ \"")); s++)
		if (sscanf(s, "{ \"%19[a-z]\", cmd_", word) == 1 && ++count &&
		    !listed(text, word, " ,\t\n"))
			wrong("instrument.txt lacks ibrs-report %s", word);
	s = strstr(rig, "known: ");
	for (s = s ? s + 7 : rig; *s && *s != '\\'; s += used) {
		used = 1;
		if (sscanf(s, "%19[a-z]=%n", word, &used) == 1 && used > 1 &&
		    ++count && !listed(text, word, "="))
			wrong("instrument.txt lacks the option %s=", word);
	}
	if (count < 30)
		wrong("only %u commands and options: where are they?", count);
	free(text);
	free(report);
	free(rig);
}

/* ibrs-check.1 has every option of the program, and no other; so has --help. */
static void man_page(void)
{
	char *page = read_file("../Documentation/ibrs-check.1");
	char *source = read_file("check/options.c"), *s, word[30], want[50];
	unsigned int count = 0;

	for (s = source; (s = strstr(s, "\t{ \"")); s++) {
		if (sscanf(s, "\t{ \"%29[a-z]\", ", word) != 1)
			continue;
		count++;
		snprintf(want, sizeof(want), "\n.It Fl Fl %s", word);
		if (!listed_after(page, want, " \n"))
			wrong("ibrs-check.1 lacks --%s", word);
		snprintf(want, sizeof(want), "\"  --%s", word);
		if (!listed_after(source, want, " \\"))
			wrong("the usage of ibrs-check lacks --%s", word);
	}
	for (s = page; (s = strstr(s, "Fl Fl ")); s++) {
		if (sscanf(s, "Fl Fl %29[a-z]", word) != 1)
			continue;
		snprintf(want, sizeof(want), "\t{ \"%s\", ", word);
		if (!strstr(source, want))
			wrong("ibrs-check has no --%s, which its page has",
			      word);
	}
	if (count < 12)
		wrong("only %u options: where are they?", count);
	free(page);
	free(source);
}

/* README's map has each directory of tests/, Documentation/README each file. */
static void map(const char *dir, const char *readme, bool files)
{
	char *text = read_file(readme), path[600];
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;

	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] == '.' || stat(path, &st) ||
		    S_ISDIR(st.st_mode) == files)
			continue;
		snprintf(path, sizeof(path), files ? "%s" : "tests/%s/",
			 e->d_name);
		if (!strstr(text, path))
			wrong("%s lacks %s", readme + 3, path);
	}
	closedir(d);
	free(text);
}

int main(void)
{
	printf("KTAP version 1\n1..5\n");
	documents();
	check("what documents name exists, in 79 columns");
	described();
	check("each command of the report, each option of the plugin is there");
	man_page();
	check("ibrs-check.1 and the usage have the program's options");
	sources();
	check("and what comments name");
	map(".", "../README", false);
	map("../Documentation", "../Documentation/README", true);
	check("the maps have every folder and file");
	return failed ? 1 : 0;
}
