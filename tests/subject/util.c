// SPDX-License-Identifier: GPL-2.0-only
/* Commands, files, and the one line with which it ends. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "subject/subject.h"

#define OURS	"error: vmlinux: "	/* is what was brought */

const char *subject;
char made[PATH_MAX];

char *text(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	va_end(ap);
	return s;
}

char *in(const char *name)
{
	return text("%s/%s", made, name);
}

char *beside(const char *name)
{
	static char self[PATH_MAX];
	char *slash;

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		leave(2, "/proc is not mounted");
	slash = strrchr(self, '/');
	return text("%.*s/%s", (int)(slash - self), self, name);
}

char *absolute(const char *path)
{
	char *full = realpath(path, NULL);

	if (!full)
		leave(2, "%s: %s", path, strerror(errno));
	return full;
}

/* "-": as ours. */
static int start(const char *out, const char *err, const char **argv)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		const int how = O_CREAT | O_TRUNC | O_WRONLY;

		if (!out || strcmp(out, "-"))
			dup2(open(out ? out : "/dev/null", how, 0666), 1);
		if (!err || strcmp(err, "-"))
			dup2(open(err ? err : "/dev/null", how, 0666), 2);
		execvp(argv[0], (char **)argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

int run(const char *out, const char **argv)
{
	return start(out, NULL, argv);
}

int aloud(const char **argv)
{
	fflush(stdout);
	return start("-", "-", argv);
}

void tool(const char *out, const char **argv)
{
	char said[400] = "", *complaint = in("complaint");
	FILE *f;

	if (!start(out, complaint, argv)) {
		unlink(complaint);
		return;
	}
	f = fopen(complaint, "r");
	if (!f || !fgets(said, sizeof(said), f))
		leave(2, "%s: %s could not read it", subject, argv[0]);
	fclose(f);
	said[strcspn(said, "\n")] = 0;
	if (!strncmp(said, OURS, strlen(OURS)))
		leave(2, "%s: %s", subject, said + strlen(OURS));
	leave(2, "%s", strncmp(said, "error: ", 7) ? said : said + 7);
}

void put(const char *name, const char *what)
{
	FILE *f = fopen(in(name), "w");

	if (!f || fprintf(f, "%s\n", what) < 0 || fclose(f))
		leave(2, "%s: %s", in(name), strerror(errno));
}

void leave(int status, const char *fmt, ...)
{
	va_list ap;

	if (*made)
		run(NULL, ARGS("rm", "-rf", made));
	fflush(stdout);
	fputs(status == 77 ? "SKIP: " : "error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(status);
}
