// SPDX-License-Identifier: GPL-2.0-only
/*
 * What watching costs (tests/proof/speed.sh boots in turns).
 *
 * ibrs-report spent FILE NAME WHAT COMMAND... - runs the command and adds the
 * processor time it took, in ms, to FILE: NAME, WHAT (bare or watched), time.
 *
 * ibrs-report speed DIR - the ratio of the two for each name in DIR/times.tsv.
 * Leaves DIR/speed.txt and speed.tsv.  FAIL above LIMIT; ERROR where a watched boot was not
 * watched, SKIP where nothing was measured.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/commands.h"
#include "report/compare.h"

/*
 * Percent. 130 to 150 were seen; the same boot differs by some 5 from call to
 * call, which must not be the word.
 */
#define LIMIT	160

struct spent {
	char *name;
	uint64_t ms[2];		/* bare, watched */
	unsigned int n[2];
};

static uint64_t ms_of(const struct timeval *t)
{
	return (uint64_t)t->tv_sec * 1000 + (uint64_t)t->tv_usec / 1000;
}

int cmd_spent(int argc, char **argv)
{
	struct rusage use;
	int status;
	pid_t pid;
	FILE *f;

	if (argc < 5)
		return say(W_ERROR, "usage: ibrs-report spent FILE NAME WHAT "
			   "COMMAND...");
	pid = fork();
	if (!pid) {
		execvp(argv[4], argv + 4);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 ||
	    getrusage(RUSAGE_CHILDREN, &use))
		return say(W_ERROR, "%s: %s", argv[4], strerror(errno));
	f = fopen(argv[1], "a");
	if (!f || fprintf(f, "%s\t%s\t%" PRIu64 "\n", argv[2], argv[3],
			  ms_of(&use.ru_utime) + ms_of(&use.ru_stime)) < 0 ||
	    fclose(f))
		return say(W_ERROR, "%s: %s", argv[1], strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

static struct spent *spent_by(struct spent *s, size_t *n, char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(s[i].name, name))
			return &s[i];
	s[*n].name = name;
	return &s[(*n)++];
}

/* One whole run of the instrument is what was watched. */
static bool was_watched(const char *dir, const char *name)
{
	struct result *r = calloc(1, sizeof(*r));
	char *path, err[4096];

	if (!r || asprintf(&path, "%s/%s.tsv", dir, name) < 0)
		abort();
	return !result_read(r, path, err, sizeof(err)) && r->insns;
}

static int ratio(FILE *f, FILE *tsv, const struct spent *s, const char *dir)
{
	uint64_t percent;

	if (!s->ms[0] || !s->ms[1] || s->n[0] != s->n[1])
		return say(W_ERROR, "speed: %u boots of %s and %u watched ones",
			   s->n[0], s->name, s->n[1]);
	if (!was_watched(dir, s->name))
		return say(W_ERROR, "speed: %s was not watched", s->name);
	percent = s->ms[1] * 100 / s->ms[0];
	fprintf(f, "%-12s unwatched %6" PRIu64 " ms, watched %6" PRIu64
		" ms, ratio %" PRIu64 ".%02" PRIu64 "\n", s->name, s->ms[0],
		s->ms[1], percent / 100, percent % 100);
	fprintf(tsv, "%s.ratio\t%" PRIu64 ".%02" PRIu64 "\n%s.boots\t%u\n", s->name,
		percent / 100, percent % 100, s->name, s->n[1]);
	return percent > LIMIT;
}

int cmd_speed(int argc, char **argv)
{
	struct spent s[8] = { { 0 } };
	char **line, *f[3];
	bool slow = false;
	struct out o, tsv;
	size_t n = 0;

	if (argc != 2)
		return say(W_ERROR, "usage: ibrs-report speed DIR");
	line = lines_read(path_in(argv[1], "times.tsv"));
	for (; line && *line; line++) {
		unsigned int watched;
		struct spent *x;

		if (fields(*line, f, 3) != 3 || n == 8)
			return say(W_ERROR, "speed: %s/times.tsv is damaged",
				   argv[1]);
		watched = !strcmp(f[1], "watched");
		x = spent_by(s, &n, f[0]);
		x->ms[watched] += strtoull(f[2], NULL, 10);
		x->n[watched]++;
	}
	if (!n)
		return say(W_SKIP, "speed: neither Debian's kernel nor a v4.15 "
			   "tree");
	if (!out_open(&o, argv[1], "speed.txt") ||
	    !out_open(&tsv, argv[1], "speed.tsv"))
		return 2;
	for (size_t i = 0; i < n; i++) {
		int ret = ratio(o.f, tsv.f, &s[i], argv[1]);

		if (ret > 1)
			return ret;
		slow |= ret;
	}
	if (out_close(&o) || out_close(&tsv))
		return 2;
	out_show(&o);
	return slow ? say(W_FAIL, "speed: a watched boot takes more than %d.%02d "
			  "times as long", LIMIT / 100, LIMIT % 100) :
	       say(W_PASS, "speed: a watched boot takes at most %d.%02d times as "
		   "long", LIMIT / 100, LIMIT % 100);
}
