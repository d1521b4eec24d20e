// SPDX-License-Identifier: GPL-2.0-only
/*
 * make field: each kernel of tests/field.cfg is had, judged, and each finding
 * mended; ibrs-report says whether that is what is known. A stable tree is one of
 * the sources in STABLE=.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "subject/subject.h"

#define MAX_KERNELS	256
#define TREE		"tree:"		/* "tree:5.4.286", of a source in STABLE= */
#define MENDED		"-mended"	/* the same, with what patches/upstream has */

enum { PASS, FAIL, ERROR, SKIP = 77 };

/* What is to be had still, in MB. */
static unsigned long to_fetch(char *const *name, unsigned int n)
{
	unsigned long bytes = 0;

	for (unsigned int i = 0; i < n; i++)
		if (strstr(name[i], "-amd64") &&
		    access(text("build/debian/%s/vmlinux", name[i]),
			   F_OK))
			bytes += size_of(text("linux-image-%s", name[i]));
	return (bytes + 999999) / 1000000;
}

static unsigned int list(bool in_short, char **name, char **how)
{
	const char *out = "build/results/field.list";
	char *line = NULL;
	size_t room = 0;
	unsigned int n = 0;
	FILE *f;

	if (run(out, ARGS("build/tools/ibrs-report", "field", "--list",
			  in_short ? "--short" : NULL)))
		leave(2, "tests/field.cfg: ibrs-report field --list says what is "
		      "wrong with it");
	f = fopen(out, "r");
	while (f && n < MAX_KERNELS && getline(&line, &room, f) > 0) {
		name[n] = text("%.*s", (int)strcspn(line, " \n"), line);
		how[n++] = strstr(line, " -1") ? "-1" : "-c";
	}
	if (!f || n == MAX_KERNELS)
		leave(2, "tests/field.cfg: no kernel in it, or too many");
	fclose(f);
	return n;
}


/* A source for each release that is brought, 0: none; the others are not had. */
static struct source {
	const char *release, *path;
} source[MAX_KERNELS];

/* The name its results have. */
static char *last_of(const char *path)
{
	size_t n = strlen(path), from;

	while (n > 1 && path[n - 1] == '/')
		n--;
	from = n;
	while (from && path[from - 1] != '/')
		from--;
	return text("%.*s", (int)(n - from), path + from);
}

static void read_stable(void)
{
	const char *stable = getenv("STABLE");
	char *word = strtok(stable ? text("%s", stable) : "", " ");
	unsigned int n = 0;

	for (; word && n < MAX_KERNELS - 1; word = strtok(NULL, " ")) {
		source[n].path = word;
		source[n].release = release_of(word);
		for (unsigned int i = 0; i < n; i++)
			if (!strcmp(last_of(source[i].path), last_of(word)))
				leave(2, "STABLE=: two directories of one name, %s", last_of(word));
		if (!source[n++].release)
			leave(2, "STABLE=: %s is no source of a kernel", word);
	}
}

/* A source that is brought and not listed is judged, too. */
static unsigned int add_unlisted(char **name, char **how, unsigned int n)
{
	for (const struct source *s = source; s->path; s++) {
		unsigned int i = 0;

		while (i < n && strcmp(name[i], text(TREE "%s", s->release)))
			i++;
		if (i < n || n == MAX_KERNELS)
			continue;
		name[n] = text(TREE "%s", s->release);
		how[n++] = "-1";
	}
	return n;
}

/* How one kernel is judged. */
struct way {
	const char *make;	/* what makes it */
	const char *from;	/* what is judged then */
	const char *dir;	/* what that leaves */
	const char *mends;	/* what goes into a source, NULL: nothing */
	bool alter;		/* each finding is mended in a copy of the image */
};

/* What is built here; the one is the other's control. */
static const struct {
	const char *name;
	struct way way;
} built[] = {
	{ "base-small", { "tests/proof/matrix.sh base-small >/dev/null",
	  "build/base/kernel/base-small", "build/judged/base-small", NULL, false } },
	{ "small", { "scripts/kernel.sh small", "build/kernel/small",
	  "build/judged/small", NULL, false } },
};

/* false: no source of that release is brought */
static bool way_of_tree(const char *name, struct way *w)
{
	bool mended = strlen(name) > strlen(MENDED) &&
		!strcmp(name + strlen(name) - strlen(MENDED), MENDED);
	const char *release = text("%.*s", (int)(strlen(name) -
				   (mended ? strlen(MENDED) : 0)), name);
	const struct source *s = source;

	while (s->path && strcmp(s->release, release))
		s++;
	if (!s->path)
		return false;
	w->make = "true";
	w->from = s->path;
	w->dir = text("build/judged/%s%s", last_of(s->path), mended ? MENDED : "");
	w->mends = mended ? mends_of(release) : NULL;
	w->alter = mended;
	return true;
}

static bool way_of(const char *name, struct way *w)
{
	if (!strncmp(name, TREE, strlen(TREE)))
		return way_of_tree(name + strlen(TREE), w);
	for (unsigned int i = 0; i < 2; i++)
		if (!strcmp(name, built[i].name)) {
			*w = built[i].way;
			return true;
		}
	w->make = text("tests/debian.sh %s", name);
	w->from = w->dir = text("build/debian/%s", name);
	w->mends = NULL;
	w->alter = true;
	return true;
}

static int judge(const char *name, const char *how)
{
	static const char judge_it[] = "exec tests/judge.sh \"$1\" \"$2\" 2>&1";
	const char *out = text("build/results/field/%s", name);
	struct way w;
	int status;

	if (!way_of(name, &w))
		return printf("SKIP  %s: no source of that release: STABLE=<its "
			      "directory>\n", name), SKIP;
	run(NULL, ARGS("rm", "-rf", out));
	run(NULL, ARGS("mkdir", "-p", out));
	status = aloud(ARGS("sh", "-c", w.make));
	if (status)
		return status;
	if (w.mends)
		setenv("MEND", w.mends, 1);
	else
		unsetenv("MEND");
	status = run(text("%s/table.txt", out),
		     ARGS("sh", "-c", judge_it, "sh", how, w.from));
	if (status != PASS && status != FAIL && status != SKIP)
		return printf("  %s: no verdict: tests/judge.sh %s %s: see "
			      "%s/table.txt\n", name, how, w.from, out), ERROR;
	if (w.alter)
		run(text("%s/mend.tsv", out),
		    ARGS("build/tools/ibrs-alter", "mend",
			 text("%s/vmlinux", w.dir)));
	run(NULL, ARGS("cp", text("%s/judged.tsv", w.dir), out));
	return aloud(ARGS("build/tools/ibrs-report", "field", out));
}

/* How many at a time: JOBS, which make exports, else the processors. */
static unsigned int jobs(void)
{
	const char *asked = getenv("JOBS");
	long n = asked ? strtol(asked, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 && n <= 1024 ? (unsigned int)n : 1;
}

/* Waits for one of them, and counts its word. */
static void reap(unsigned int *of)
{
	int status;

	if (wait(&status) < 0)
		leave(2, "a kernel's judge was lost");
	status = WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
	of[status == SKIP ? 3 : status > ERROR ? ERROR : status]++;
}

int field(bool in_short)
{
	static char *name[MAX_KERNELS], *how[MAX_KERNELS];
	unsigned int n, of[4] = { 0 }, left = 0;
	int worst = PASS;

	run(NULL, ARGS("mkdir", "-p", "build/results"));
	n = list(in_short, name, how);
	if (!in_short) {
		read_stable();
		n = add_unlisted(name, how, n);
	}
	printf("field: %u kernels, %lu MB are fetched\n", n, to_fetch(name, n));
	fflush(stdout);
	for (unsigned int i = 0; i < n; i++) {
		pid_t pid;

		if (left == jobs())
			reap(of), left--;
		pid = fork();
		if (!pid) {
			int status = judge(name[i], how[i]);

			fflush(stdout);
			_exit(status);
		}
		if (pid < 0)
			leave(2, "no process for %s: JOBS=1", name[i]);
		left++;
	}
	while (left--)
		reap(of);
	worst = of[FAIL] ? FAIL : of[ERROR] ? ERROR : of[PASS] ? PASS : SKIP;
	printf("field: %u of %u kernels have what is known of them, %u FAIL, %u "
	       "without a verdict, %u not had or not known\n", of[PASS], n,
	       of[FAIL], of[ERROR], of[3]);
	return worst;
}
