// SPDX-License-Identifier: GPL-2.0-only
/* Reading the guest's console log. */
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

void selfcheck_line(struct result *r, const char *line)
{
	unsigned long long checks, user, bad;
	struct own_count *c;
	char row[64];

	if (sscanf(line, "%63s %llu %llu %llu", row, &checks, &user, &bad) != 4)
		return;
	r->own = reallocarray(r->own, r->nown + 1, sizeof(*c));
	if (!r->own)
		abort();
	c = &r->own[r->nown++];
	c->row = strdup(row);
	c->checks = checks;
	c->user = user;
	c->bad = bad;
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
