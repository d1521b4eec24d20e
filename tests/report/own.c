// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report selfcheck: a boot that nobody watched, of a kernel that checks
 * itself: by KVM, where the MSR is the processor's own. Its counts are the table;
 * of the rules it says what such a kernel can see, and why not the others.
 */
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "report/commands.h"
#include "report/result.h"

/* Ordered by rule. */
static const struct {
	unsigned int rule;
	const char *why;
} unseen[] = {
	{ 1, "branches ahead of the check are not seen from C" },
	{ 3, "what an exception from the kernel has put back only a later check sees" },
	{ 5, "accesses are not counted" },
	{ 7, "what else runs unprotected is not seen from C" },
	{ 8, "nor which page tables it runs on" },
	{ 9, "idle and offline code is not checked while it is clear" },
	{ 11, "IBRS is in use" },
	{ 12, "the kernel runs with one side of each alternative" },
	{ 13, "a fence leaves nothing to be read" },
	{ 14, "the return stack cannot be read" },
	{ 15, "49h cannot be read" },
};

struct sums {
	uint64_t in, in_bad, out, out_bad, up, up_bad, all, bad;
};

static bool is(const struct own_count *c, const char *row)
{
	return !strcmp(c->row, row);
}

static bool comes_up(const struct own_count *c)
{
	return is(c, "ibrs_check_boot") || is(c, "start_secondary") ||
	       is(c, "__restore_processor_state");
}

static void sum_up(const struct result *r, struct sums *s)
{
	for (size_t i = 0; i < r->nown; i++) {
		const struct own_count *c = &r->own[i];
		bool out = is(c, "user_mode"), up = comes_up(c);

		s->out += out ? c->checks : 0;
		s->out_bad += out ? c->bad : 0;
		s->up += up ? c->checks : 0;
		s->up_bad += up ? c->bad : 0;
		s->in += out ? 0 : c->user;
		s->in_bad += out || up ? 0 : c->bad;
		s->all += c->checks;
		s->bad += c->bad;
	}
}

static enum word rule(unsigned int id, uint64_t n, uint64_t bad, const char *what)
{
	enum word w = bad ? W_FAIL : n ? W_PASS : W_ERROR;

	printf("R%-3u %-5s ", id, word_name(w));
	if (bad)
		printf("%" PRIu64 " of ", bad);
	printf("%" PRIu64 " %s%s\n", n, what, bad ? ": not so" : "");
	return w;
}

static void skip(unsigned int from, unsigned int to)
{
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		if (unseen[i].rule > from && unseen[i].rule < to)
			printf("R%-3u %-5s %s\n", unseen[i].rule,
			       word_name(W_SKIP), unseen[i].why);
}

/* In the words of what was compared: no more is claimed. */
static enum word rules(const struct result *r)
{
	struct sums s = { .all = 0 };
	enum word w = W_PASS;

	sum_up(r, &s);
	skip(0, 2);
	w = word_worse(w, rule(2, s.out, s.out_bad, "ways to user mode wrote the "
			       "base last"));
	skip(2, 4);
	w = word_worse(w, rule(4, s.in, s.in_bad, "ways in behind such a write had "
			       "it set where C is called"));
	skip(4, 6);
	w = word_worse(w, rule(6, s.all, s.bad, "values were right in all 64 bits"));
	skip(6, 10);
	w = word_worse(w, rule(10, s.up, s.up_bad, "times a processor had it set as "
			       "it came up"));
	skip(10, NR_RULES);
	return w;
}

static void table(const struct result *r)
{
	printf("%-38s %11s %11s %6s\n", "path", "checks", "user", "bad");
	for (size_t i = 0; i < r->nown; i++)
		printf("%-38s %11" PRIu64 " %11" PRIu64 " %6" PRIu64 "\n",
		       r->own[i].row, r->own[i].checks, r->own[i].user,
		       r->own[i].bad);
}

static int none(const char *fmt, const char *arg)
{
	fputs("error: ", stderr);
	fprintf(stderr, fmt, arg);
	fputc('\n', stderr);
	return word_exit(W_ERROR);
}

static int judge_own(const struct result *r)
{
	static struct options o;
	static struct verdict v;
	enum word w;

	v.run = W_PASS;
	verdict_guest(r, &o, &v);
	table(r);
	w = word_worse(rules(r), v.run);
	printf("%s: %s\n", word_name(w), v.run > W_PASS ? verdict_why(&v) :
	       w == W_PASS ? "each place that the kernel checks was right" :
	       "the kernel has found itself wrong");
	return word_exit(w);
}

/* The guest's closing line, or why there is none. */
static int closing(const struct result *r, const char *console)
{
	if (!r->done)
		return none("the guest did not come to its closing line: see %s",
			    console);
	if (r->guest_fail && r->guest_fail <= r->guest_timeout)
		return none("a driver of the guest ran out of time: see %s",
			    console);
	return 0;
}

int cmd_booted(int argc, char **argv)
{
	static struct result r;
	char err[2 * PATH_MAX];

	if (argc != 2)
		return none("usage: ibrs-report booted CONSOLE%s", "");
	if (console_read(&r, argv[1], err, sizeof(err)))
		return none("%s", err);
	if (closing(&r, argv[1]))
		return word_exit(W_ERROR);
	if (!r.guest_fail)
		return word_exit(W_PASS);
	fprintf(stderr, "FAIL: the guest saw something fail: see %s\n", argv[1]);
	return word_exit(W_FAIL);
}

int cmd_selfcheck(int argc, char **argv)
{
	static struct result r;
	char err[2 * PATH_MAX];
	const char *says;

	if (argc != 2)
		return none("usage: ibrs-report selfcheck CONSOLE%s", "");
	if (console_read(&r, argv[1], err, sizeof(err)))
		return none("%s", err);
	says = console_fact(&r, "spectre_v2");
	if (closing(&r, argv[1]))
		return word_exit(W_ERROR);
	if (!says)
		return none("the guest does not say what the kernel has chosen: see %s",
			    argv[1]);
	if (strncmp(says, TOGGLED, strlen(TOGGLED)))
		return none("IBRS is not toggled on this machine, and there is "
			    "nothing to check: the kernel says '%s'", says);
	if (!r.nown)
		return none("the kernel has no table: it needs "
			    "CONFIG_DEBUG_IBRS_ENTRY (%s)", argv[1]);
	if (r.own_wrong)
		return none("the kernel's table is not whole: %s", r.own_wrong);
	return judge_own(&r);
}
