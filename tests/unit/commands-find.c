// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command is: an indented line that begins with a verb below, up to two
 * blanks or a tab; what stands in "" or `` and begins so; "make" with a target
 * of the Makefile, or -C, anywhere; each target in the help. Not one is a line
 * with [ or ... in it, which says how a command is put together, and a path
 * that is no program, which is one of a map.
 */
#include <ctype.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/commands.h"
#include "unit/doc.h"

struct named named[MAX_COMMANDS];
unsigned int nnamed;

static const char * const verbs[] = {
	"make ", "tests/", "scripts/", "build/tools/", "git ", "quilt ", "b4 ",
	"qemu-system-x86_64 ", "perf ", "rdmsr ", "apt-get ", "mount ", "cd ",
	"ibrs-report ", "ibrs-check ", "cp ", "dd ",
};

static char *targets;		/* " run check ... " */

static unsigned int line_of(const char *text, const char *at)
{
	unsigned int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* assignments: the length of NAME=value words at the front */
static size_t assignments(const char *s)
{
	size_t at = 0, name;

	for (;;) {
		name = strspn(s + at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
		if (!name || s[at + name] != '=')
			return at;
		name += strcspn(s + at + name, " ");
		at += name + strspn(s + at + name, " ");
	}
}

static bool is_program(const char *s)
{
	char path[MAX_COMMAND];
	struct stat st;

	if (!strncmp(s, "build/tools/", 12))
		return true;
	snprintf(path, sizeof(path), "../%.*s", (int)strcspn(s, " "), s);
	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

static bool is_command(const char *s)
{
	s += assignments(s);
	if (strchr(s, '[') || strstr(s, "..."))
		return false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		size_t len = strlen(verbs[i]);

		if (!strncmp(s, verbs[i], len) && s[len])
			return verbs[i][len - 1] == ' ' || is_program(s);
	}
	return false;
}

static void add(const char *file, unsigned int line, const char *command)
{
	for (unsigned int i = 0; i < nnamed; i++)
		if (!strcmp(named[i].command, command))
			return;
	if (nnamed == MAX_COMMANDS) {
		wrong("MAX_COMMANDS is too small");
		return;
	}
	snprintf(named[nnamed].command, MAX_COMMAND, "%s", command);
	snprintf(named[nnamed].file, sizeof(named->file), "%s", file + 3);
	named[nnamed++].line = line;
}

/* one: @len characters in one line, white space as one blank */
static bool one(const char *s, size_t len, char *to)
{
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		bool blank = isspace((unsigned char)s[i]);

		if (blank && (!out || to[out - 1] == ' '))
			continue;
		if (out + 2 > MAX_COMMAND)
			return false;
		to[out++] = blank ? ' ' : s[i];
	}
	while (out && to[out - 1] == ' ')
		out--;
	to[out] = 0;
	return out;
}

/* Up to two blanks, a tab or the line's end; a backslash there goes on. */
static size_t to_its_end(const char *s)
{
	size_t at = 0;

	for (;; at++) {
		if (!strncmp(s + at, "\\\n", 2))
			at += 1 + strspn(s + at + 1, "\n\t ");
		if (!s[at] || s[at] == '\n' || s[at] == '\t' ||
		    !strncmp(s + at, "  ", 2))
			return at;
	}
}

static void indented(const char *file, const char *text)
{
	char command[MAX_COMMAND];

	for (const char *s = text; s; s = strchr(s, '\n')) {
		size_t blank;

		s += *s == '\n';
		blank = strspn(s, "\t ");
		if (*s != '\t' && blank < 4)
			continue;
		if (!one(s + blank, to_its_end(s + blank), command))
			continue;
		for (char *back; (back = strstr(command, "\\ ")); )
			memmove(back, back + 2, strlen(back + 1));
		if (is_command(command))
			add(file, line_of(text, s), command);
	}
}

static void quoted(const char *file, const char *text)
{
	char command[MAX_COMMAND];

	for (const char *s = text; (s = strpbrk(s, "\"`")); s++) {
		size_t len = strcspn(s + 1, *s == '"' ? "\"" : "`'");

		if (s > text && isalnum((unsigned char)s[-1]))
			continue;
		if (s[1] && len < MAX_COMMAND && one(s + 1, len, command) &&
		    !isspace((unsigned char)s[1]) && is_command(command))
			add(file, line_of(text, s), command);
	}
}

/* in_prose: "make" and a target of the Makefile, with what is set behind it. */
static void in_prose(const char *file, const char *text)
{
	char command[MAX_COMMAND], word[100], want[110];

	for (const char *s = text; (s = strstr(s, "make")); s++) {
		const char *at = s + 4;
		size_t len;

		if (s == text || !strchr(" \n\t(", s[-1]) ||
		    !isspace((unsigned char)*at))
			continue;
		snprintf(command, sizeof(command), "make");
		for (unsigned int i = 0; ; i++) {
			at += strspn(at, " \n\t");
			len = strcspn(at, " \n\t,;:)\"`'");
			len -= len && at[len - 1] == '.';
			if (!len || len >= sizeof(word) ||
			    strlen(command) + len + 2 > sizeof(command))
				break;
			snprintf(word, sizeof(word), "%.*s", (int)len, at);
			snprintf(want, sizeof(want), " %s ", word);
			if (!strcmp(command, "make -C") ||
			    !strcmp(command, "make -C tests") ||
			    (i ? strchr(word, '=') && isupper(*word) &&
				 word[len - 1] != '=' :
			     strstr(targets, want) || !strcmp(word, "-C")))
				sprintf(command + strlen(command), " %s", word);
			else
				break;
			at += len;
		}
		if (strchr(command, ' '))
			add(file, line_of(text, s), command);
	}
}

/* Each target that the help has: "#:   image iso     the entry image". */
static void help(const char *text)
{
	char command[MAX_COMMAND], word[40];
	int used;

	for (const char *s = text; (s = strstr(s, "\n#:   ")); s++) {
		const char *at = s + 6;

		for (; *at != ' ' && *at != '\n'; at += *at == ' ') {
			if (sscanf(at, "%39[a-z-]%n", word, &used) != 1 ||
			    at[used] != ' ')
				break;
			snprintf(command, sizeof(command), "make %s", word);
			add("../Makefile", line_of(text, s) + 1, command);
			at += used;
		}
	}
}

static void targets_of(const char *makefile)
{
	const char *list = strstr(makefile, "\n.PHONY:");
	char *at;

	targets = strdup(list ? list + 8 : "");
	for (at = targets; *at; at++)
		if (isspace((unsigned char)*at) || *at == '\\')
			*at = ' ';
}

unsigned int find_commands(void)
{
	static const char * const where[] = {
		"../README", "../Documentation/*", "../Documentation/*/*",
		"../patches/*",
	};
	char *makefile = read_file("../Makefile"), *text, *end;
	glob_t g;

	targets_of(makefile);
	for (size_t i = 0; i < sizeof(where) / sizeof(*where); i++)
		glob(where[i], i ? GLOB_APPEND : 0, NULL, &g);
	for (size_t i = 0; i < g.gl_pathc; i++) {
		const char *file = g.gl_pathv[i];
		struct stat st;

		if (stat(file, &st) || !S_ISREG(st.st_mode))
			continue;
		text = read_file(file);
		end = strstr(file, ".patch") ? strstr(text, "\n---\n") : NULL;
		if (end)
			*end = 0;
		indented(file, text);
		quoted(file, text);
		in_prose(file, text);
		free(text);
	}
	help(makefile);		/* last: what a document has is the document's */
	globfree(&g);
	free(makefile);
	free(targets);
	return bad;
}
