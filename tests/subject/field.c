// SPDX-License-Identifier: GPL-2.0-only
/*
 * make field: each kernel of tests/field.cfg is had, judged, and each finding
 * mended; ibrs-report says whether that is what is known.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "subject/subject.h"

#define MAX_KERNELS	256

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

/* The command's own words are ours, too. */
static int aloud(const char *command)
{
	int status;

	fflush(stdout);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
}

/* What is built here: made by @make, where it is judged from, where it is left. */
static const struct built {
	const char *name, *make, *from, *dir;
} built[] = {
	{ "base-small", "tests/proof/matrix.sh base-small >/dev/null",
	  "build/base/kernel/base-small", "build/judged/base-small" },
	{ "small", "scripts/kernel.sh small", "build/kernel/small",
	  "build/judged/small" },
};

/* One kernel; its directory: of Debian's, or what is built here. */
static int judge(const char *name, const char *how)
{
	const char *out = text("build/results/field/%s", name);
	const char *dir = text("build/debian/%s", name), *from = dir;
	const char *make = text("tests/debian.sh %s", name);
	int status;

	for (unsigned int i = 0; i < 2; i++)
		if (!strcmp(name, built[i].name)) {
			make = built[i].make;
			from = built[i].from;
			dir = built[i].dir;
		}
	run(NULL, ARGS("mkdir", "-p", out));
	status = aloud(make);
	if (status)
		return status;
	status = run(text("%s/table.txt", out), ARGS("tests/judge.sh", how, from));
	if (status != PASS && status != FAIL)
		return printf("  %s: no verdict: tests/judge.sh %s %s\n", name,
			      how, from),
		       ERROR;
	if (strstr(name, "-amd64"))	/* the control of the others is the series */
		run(text("%s/mend.tsv", out),
		    ARGS("build/tools/ibrs-alter", "mend",
			 text("%s/vmlinux", dir)));
	run(NULL, ARGS("cp", text("%s/judged.tsv", dir), out));
	return aloud(text("build/tools/ibrs-report field %s", out));
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
