// SPDX-License-Identifier: GPL-2.0-only
/* Reading the guest's console log. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"

#define FACT	"# fact: "
#define BAIL	"Bail out! "
#define DMESG	"# dmesg: "
#define SELF_CHECK	"# self-check: "
#define TIMEOUT	" # TIMEOUT "

/* @s as one more of *@list, which has room in steps of 64. */
static void add(char ***list, unsigned int *n, const char *s)
{
	if (*n % 64 == 0)
		*list = reallocarray(*list, *n + 64, sizeof(**list));
	if (!*list)
		abort();
	(*list)[(*n)++] = strdup(s);
}

/*
 * "not ok 7 name", and where it had not the time to its end KTAP's directive
 * with the reason: no more is known of it than that.
 */
static void add_failed(struct result *r, const char *line)
{
	const char *why = strstr(line, TIMEOUT), *name;

	r->failed++;
	if (!why) {
		if (r->nnot_ok < MAX_LIST)
			r->not_ok[r->nnot_ok++] = strdup(line);
		return;
	}
	for (name = why; name > line && name[-1] != ' '; name--)
		;
	if (r->nlate < MAX_LIST &&
	    asprintf(&r->late[r->nlate++], "%.*s: %s", (int)(why - name), name,
		     why + strlen(TIMEOUT)) < 0)
		abort();
}

/* "ok 7 name" without its number, which is another on another machine. */
static void add_test(struct result *r, const char *line)
{
	bool ok = !strncmp(line, "ok ", 3);
	unsigned int n;
	int name = 0;
	char *s;

	if (!ok && strncmp(line, "not ok ", 7))
		return;
	if (sscanf(line + (ok ? 3 : 7), "%u %n", &n, &name) != 1 || !name)
		return;
	if (asprintf(&s, "%s %s", ok ? "ok" : "not ok",
		     line + (ok ? 3 : 7) + name) < 0)
		abort();
	add(&r->test, &r->ntests, s);
	free(s);
}

/* Said twice, as of two boots, the worse counts. */
static void add_done(struct result *r, unsigned long long pass,
		     unsigned long long fail, unsigned long long skip,
		     unsigned long long timeout)
{
	r->done = true;
	r->guest_pass = pass;
	r->guest_skip = skip;
	if (timeout > r->guest_timeout)
		r->guest_timeout = timeout;
	if (fail > r->guest_fail)
		r->guest_fail = fail;
}

/* The guest's own words of what has no row. */
#define NO_ROW	" was never checked"

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), len = strlen(end);

	return n >= len && !strcmp(s + n - len, end);
}

/* A number of the kernel's: of so many, sums do not overflow. */
static bool own_number(const char *s, uint64_t *to)
{
	char *rest;

	*to = strtoull(s, &rest, 10);
	return isdigit((unsigned char)*s) && !*rest && !(*to >> 48);
}

static bool own_row(struct own_count *c, char *line)
{
	char *row = strsep(&line, " "), *checks = strsep(&line, " ");
	char *user = strsep(&line, " "), *bad = strsep(&line, " ");

	c->row = strdup(row);
	return line && *row && *line && own_number(checks, &c->checks) &&
	       own_number(user, &c->user) && own_number(bad, &c->bad) &&
	       c->user <= c->checks && c->bad <= c->checks;
}

/* What is no row, or is one twice, may hide one: then nothing is known. */
void selfcheck_line(struct result *r, const char *line)
{
	struct own_count c = { .row = NULL };

	if (ends_with(line, NO_ROW))
		return;
	if (!own_row(&c, strdup(line))) {
		if (!r->own_wrong && asprintf(&r->own_wrong, "'%s' is no row", line) < 0)
			abort();
		return;
	}
	for (size_t i = 0; i < r->nown; i++)
		if (!strcmp(r->own[i].row, c.row) && !r->own_wrong &&
		    asprintf(&r->own_wrong, "%s is there twice", c.row) < 0)
			abort();
	r->own = reallocarray(r->own, r->nown + 1, sizeof(c));
	if (!r->own)
		abort();
	r->own[r->nown++] = c;
}

static void read_line(struct result *r, char *line)
{
	unsigned long long p, q, s, t = 0;
	const char *at;
	char **slot;

	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' || (unsigned char)*c > '~')
			*c = '?';
	if (!*line)
		return;
	slot = &r->tail[r->ntail++ % 12];
	free(*slot);
	*slot = strdup(line);
	at = strstr(line, "ibrs-guest: done ");
	if (at && sscanf(at, "ibrs-guest: done pass=%llu fail=%llu skip=%llu "
			 "timeout=%llu", &p, &q, &s, &t) >= 3)
		add_done(r, p, q, s, t);
	if (!strncmp(line, "not ok", 6))
		add_failed(r, line);
	if (!strncmp(line, BAIL, strlen(BAIL)) && !r->bail)
		r->bail = strdup(line + strlen(BAIL));
	if (!strncmp(line, FACT, strlen(FACT)))
		add(&r->fact, &r->nfacts, line + strlen(FACT));
	if (!strncmp(line, DMESG, strlen(DMESG)))
		add(&r->dmesg, &r->ndmesg, line + strlen(DMESG));
	if (!strncmp(line, SELF_CHECK, strlen(SELF_CHECK)))
		selfcheck_line(r, line + strlen(SELF_CHECK));
	add_test(r, line);
}

const char *console_fact(const struct result *r, const char *name)
{
	size_t len = strlen(name);

	for (unsigned int i = 0; i < r->nfacts; i++)
		if (!strncmp(r->fact[i], name, len) && r->fact[i][len] == '=')
			return r->fact[i] + len + 1;
	return NULL;
}

int console_read(struct result *r, const char *path, char *err, size_t len)
{
	FILE *f = result_open(path, "console log", err, len);
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!f)
		return -1;
	while ((n = getline(&line, &cap, f)) > 0) {
		/* a serial line has more that begins a line than its \n */
		for (ssize_t i = 0; i < n; i++)
			if (line[i] == '\r' || line[i] == '\n')
				line[i] = 0;
		for (char *s = line; s < line + n; s += strlen(s) + 1)
			read_line(r, s);
	}
	free(line);
	fclose(f);
	return 0;
}
