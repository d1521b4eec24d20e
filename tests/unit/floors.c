// SPDX-License-Identifier: GPL-2.0-only
/*
 * The house that the head of tests/Makefile draws, seen in what was compiled
 * beside this program (nm) and in the #include lines of the sources here: no
 * floor leans on one it may not, no circle of calls in a floor has more than
 * three files, and no file or function is too long to be read in one go.
 */
#include <ctype.h>
#include <fnmatch.h>
#include <ftw.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FILE_LINES		500
#define MAX_FUNCTION_LINES	61
#define MAX_CIRCLE		3
#define MAX_OBJECTS		256
#define MAX_SYMBOLS		8192

/* What a floor may include and call besides itself. */
static const struct floor {
	const char *name, *may[4];
} floors[] = {
	{ "rules", { NULL } },
	{ "judge", { "rules" } },
	{ "rig", { "judge", "rules" } },
	{ "report", { "rules" } },
	{ "page", { "report", "rules" } },
	{ "check", { "rules" } },
	{ "alter", { "check", "rules" } },
	{ "subject", { NULL } },
};
#define NR_FLOORS	(sizeof(floors) / sizeof(floors[0]))

static struct object {
	const struct floor *floor;
	char name[64];		/* "judge/ist" */
	bool calls[MAX_OBJECTS], reaches[MAX_OBJECTS];
} objects[MAX_OBJECTS];
static unsigned int nobjects;

static struct symbol {
	char *name;
	unsigned int object;
	bool defined, code, state;
} symbols[MAX_SYMBOLS];
static unsigned int nsymbols;

static unsigned int tests, failed, complaints;

static void result(const char *name)
{
	printf("%s %u %s\n", complaints ? "not ok" : "ok", ++tests, name);
	failed += !!complaints;
	complaints = 0;
}

static void die(const char *what, const char *name)
{
	printf("Bail out! %s: %s\n", name, what);
	exit(2);
}

static const struct floor *floor_named(const char *s, size_t len)
{
	for (size_t i = 0; i < NR_FLOORS; i++)
		if (strlen(floors[i].name) == len &&
		    !strncmp(floors[i].name, s, len))
			return &floors[i];
	return NULL;
}

static bool may_use(const struct floor *f, const struct floor *other)
{
	if (f == other)
		return true;
	for (size_t i = 0; f->may[i]; i++)
		if (!strcmp(f->may[i], other->name))
			return true;
	return false;
}

/* --- calls -------------------------------------------------------------- */

static void read_symbol(unsigned int object, const char *line)
{
	struct symbol *s = &symbols[nsymbols];
	char name[256], type;

	if (sscanf(line, "%255s %c", name, &type) != 2)
		return;
	if (type != 'U' && (!isupper((unsigned char)type) || type == 'A') &&
	    type != 'b')
		return;
	if (nsymbols == MAX_SYMBOLS)
		die("more symbols than MAX_SYMBOLS", line);
	s->name = strdup(name);
	s->object = object;
	s->defined = type != 'U' && type != 'b';
	s->code = type == 'T' || type == 'W';
	s->state = type == 'B' || type == 'b' || type == 'C';
	nsymbols++;
}

static void read_object(const struct floor *f, const char *path)
{
	struct object *o = &objects[nobjects];
	const char *base = strrchr(path, '/') + 1;
	char command[4096], line[512];
	FILE *p;

	if (nobjects == MAX_OBJECTS)
		die("more files than MAX_OBJECTS", path);
	snprintf(o->name, sizeof(o->name), "%s/%.*s", f->name,
		 (int)strcspn(base, "."), base);
	o->floor = f;
	snprintf(command, sizeof(command), "nm -P '%s'", path);
	p = popen(command, "r");
	if (!p)
		die("cannot run nm", path);
	while (fgets(line, sizeof(line), p))
		read_symbol(nobjects, line);
	if (pclose(p))
		die("nm failed", path);
	nobjects++;
}

static const struct symbol *definition(const struct floor *f, const char *name)
{
	const struct symbol *other = NULL;

	for (unsigned int i = 0; i < nsymbols; i++) {
		const struct symbol *s = &symbols[i];

		if (!s->defined || strcmp(s->name, name))
			continue;
		/* programs of their own may use a name twice */
		if (may_use(f, objects[s->object].floor))
			return s;
		other = s;
	}
	return other;
}

static void link_objects(void)
{
	for (unsigned int i = 0; i < nsymbols; i++) {
		struct object *o = &objects[symbols[i].object];
		const struct symbol *d;

		if (symbols[i].defined || symbols[i].state)
			continue;
		d = definition(o->floor, symbols[i].name);
		if (!d)
			continue;
		if (!may_use(o->floor, objects[d->object].floor)) {
			printf("# %s may not use %s of %s\n", o->name, d->name,
			       objects[d->object].name);
			complaints++;
		}
		/* what all share as data is no call */
		if (d->code)
			o->calls[d->object] = true;
	}
}

static void reach(unsigned int from, unsigned int at)
{
	for (unsigned int i = 0; i < nobjects; i++) {
		if (!objects[at].calls[i] || objects[from].reaches[i])
			continue;
		objects[from].reaches[i] = true;
		reach(from, i);
	}
}

static bool in_circle(unsigned int a, unsigned int b)
{
	return objects[a].floor == objects[b].floor &&
	       objects[a].reaches[b] && objects[b].reaches[a];
}

static void circles(void)
{
	bool told[MAX_OBJECTS] = { false };

	for (unsigned int i = 0; i < nobjects; i++)
		reach(i, i);
	for (unsigned int i = 0; i < nobjects; i++) {
		unsigned int n = 0;

		for (unsigned int k = 0; k < nobjects; k++)
			n += in_circle(i, k);
		if (n <= MAX_CIRCLE || told[i])
			continue;
		complaints++;
		printf("# %u files call each other:", n);
		for (unsigned int k = 0; k < nobjects; k++)
			if (in_circle(i, k)) {
				printf(" %s", objects[k].name);
				told[k] = true;
			}
		printf("\n");
	}
}

static bool does_io(const char *name)
{
	static const char * const calls[] = {
		"fopen", "open", "read", "write", "fgets", "getline", "printf",
		"fprintf", "vfprintf", "puts", "fputs", "putchar", "fputc",
		"fwrite", "perror", "stdout", "stderr", "getenv",
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (!strcmp(name, calls[i]))
			return true;
	return false;
}

static void ground_floor(void)
{
	for (unsigned int i = 0; i < nsymbols; i++) {
		const struct symbol *s = &symbols[i];
		const struct object *o = &objects[s->object];
		bool io = !s->defined && does_io(s->name);

		if (strcmp(o->floor->name, "rules") || (!s->state && !io))
			continue;
		printf("# %s %s %s\n", o->name,
		       s->state ? "keeps state:" : "calls", s->name);
		complaints++;
	}
}

/* Else it is left over from another commit. */
static bool has_source(const struct floor *f, const char *object)
{
	const char *base = strrchr(object, '/') + 1;
	char path[4096];

	snprintf(path, sizeof(path), "%s/%.*s.c", f->name,
		 (int)strcspn(base, "."), base);
	return !access(path, R_OK);
}

static void read_objects(const char *dir)
{
	char pattern[5000];
	glob_t g;

	for (size_t i = 0; i < NR_FLOORS; i++) {
		snprintf(pattern, sizeof(pattern), "%s/%s/*.o", dir,
			 floors[i].name);
		if (glob(pattern, 0, NULL, &g))
			die("no objects", pattern);
		for (size_t k = 0; k < g.gl_pathc; k++)
			if (has_source(&floors[i], g.gl_pathv[k]))
				read_object(&floors[i], g.gl_pathv[k]);
		globfree(&g);
	}
}

/* --- sources ------------------------------------------------------------ */

static unsigned int sources, longest;

/* #include "judge/judge.h" in rig/msr.c: may rig use judge? */
static void include(const char *path, const char *line)
{
	const struct floor *f, *other;
	const char *to;

	if (strncmp(line, "#include \"", 10))
		return;
	to = line + 10;
	f = floor_named(path, strcspn(path, "/"));
	other = floor_named(to, strcspn(to, "/"));
	if (!f || !other || may_use(f, other))
		return;
	printf("# %s may not include %.*s\n", path, (int)strcspn(to, "\""), to);
	complaints++;
}

static int source(const char *full, const struct stat *st, int type,
		  struct FTW *ftw)
{
	const char *path = full + strspn(full, "./");
	unsigned int n = 0, open = 0;
	char line[4096];
	FILE *f;

	(void)st;
	if (type != FTW_F || (fnmatch("*.[chS]", full + ftw->base, 0) &&
			      fnmatch("*.sh", full + ftw->base, 0)))
		return 0;
	f = fopen(full, "r");
	if (!f)
		die("cannot read", full);
	sources++;
	while (fgets(line, sizeof(line), f)) {
		n++;
		include(path, line);
		if (*line == '{')
			open = n;
		if (*line != '}' || !open)
			continue;
		if (n - open + 1 > MAX_FUNCTION_LINES) {
			printf("# %s:%u: a function of %u lines\n", path, open,
			       n - open + 1);
			longest++;
		}
		open = 0;
	}
	fclose(f);
	if (n > MAX_FILE_LINES) {
		printf("# %s: %u lines\n", path, n);
		longest++;
	}
	return 0;
}

int main(int argc, char **argv)
{
	char *slash = argc == 1 ? strrchr(argv[0], '/') : NULL;
	char dir[4096];

	if (!slash)
		die("usage: OBJECTS/unit/floors, in tests/", argv[0]);
	snprintf(dir, sizeof(dir), "%.*s/..", (int)(slash - argv[0]), argv[0]);
	printf("KTAP version 1\n1..5\n");
	read_objects(dir);
	link_objects();
	result("no floor calls one it may not");
	circles();
	result("no circle of calls has more than three files");
	ground_floor();
	result("tests/rules keeps no state and does no I/O");
	if (nftw(".", source, 16, FTW_PHYS) || !sources ||
	    nftw("../scripts", source, 16, FTW_PHYS))
		die("no sources", ".");
	result("no floor includes one it may not");
	complaints = longest;
	result("no file of over 500 lines, no function of over 61");
	return failed ? 1 : 0;
}
