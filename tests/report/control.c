// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report control - what the exclusions of a sweep rest on: the guest
 * lived with all of them, on a kernel without IBRS; without one it must come to
 * harm (tests/proof/control.sh starts the runs).
 *
 *	plan CASE EXCLUDE	the runs to make, a line each: its name, the arguments
 *				of the plugin, kernel words
 *	judge DIR EXCLUDE	DIR-control/<number> has the run without that
 *				line; leaves DIR/control.tsv, control.verdict
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"

/* How a guest that lacks an exclusion ended; NULL: there was no run. */
static const char *end_of(const char *dir)
{
	struct run_info info = { 0 };
	struct result *r = calloc(1, sizeof(*r));
	char *path = path_in(dir, "console.log"), **line, err[4096];

	info_read(&info, dir);
	if (!r || !info.there || console_read(r, path, err, sizeof(err)))
		return NULL;
	if (r->done)
		return r->guest_fail ? "logs a warning" : "lives";
	for (line = lines_read(path); line && *line; line++)
		if (strstr(*line, "Kernel panic"))
			return "panics";
	return info.status == 124 ? "hangs" : "is reset";
}

/* The first line of the injections that came last; "" when none was made. */
static const char *last_of(const char *dir)
{
	char **line = lines_read(path_in(dir, "rig.tsv.last"));

	return line && *line ? *line : "";
}

struct control {
	unsigned int all, alive, none;
};

/* The run without line @text, which is the @n-th. */
static void lifted(struct control *c, FILE *f, const char *dir,
		   const char *text)
{
	char *run;
	const char *end, *last;

	if (asprintf(&run, "%s-control/%u", dir, ++c->all) < 0)
		abort();
	end = end_of(run);
	last = last_of(run);
	if (!end) {
		c->none++;
		end = "no run";
	} else if (!*last) {
		end = "was not hit";
	}
	c->alive += !strcmp(end, "lives") || !strcmp(end, "was not hit");
	fprintf(f, "%s\t%s\t%s\n", text, end, last);
}

/* The next of those that a kernel without the series can be asked about. */
static char *next_of_base(char ***line)
{
	char *at;

	while ((at = **line) && (*at != '[' || !strcmp(at, "[base]"))) {
		++*line;
		if (*at >= 'A' && *at <= 'Z')
			return at;
	}
	return NULL;
}

static int judge(const char *dir, char **line)
{
	struct control c = { 0 };
	struct out o;
	enum word w = W_PASS;
	char *at;

	if (!out_open(&o, dir, "control.tsv"))
		return 2;
	while ((at = next_of_base(&line)))
		lifted(&c, o.f, dir, at);
	if (out_close(&o))
		return 2;
	out_show(&o);
	if (c.none || !c.all)
		w = W_ERROR;
	if (c.alive)
		w = W_FAIL;
	return part_verdict(dir, "control", w, "%u exclusions lifted without "
			    "the series: %u do no harm%s", c.all, c.alive,
			    c.none ? ", some were not run" : "");
}

static int plan(const char *name, const char *exclude)
{
	char **line = lines_read(exclude);
	unsigned int n = 0;

	if (!line)
		return say(W_ERROR, "%s: %s", exclude, strerror(errno));
	while (next_of_base(&line) && ++n)
		printf("%s-control/%u ,control=%u ibrs.loops=10\n",
		       name, n, n);
	return 0;
}

int cmd_control(int argc, char **argv)
{
	char **line;

	if (argc == 4 && !strcmp(argv[1], "plan"))
		return plan(argv[2], argv[3]);
	if (argc != 4 || strcmp(argv[1], "judge"))
		return say(W_ERROR, "usage: ibrs-report control plan CASE EXCLUDE, "
			   "or judge DIR EXCLUDE");
	line = lines_read(argv[3]);
	return line ? judge(argv[2], line) :
	       say(W_ERROR, "%s: %s", argv[3], strerror(errno));
}
