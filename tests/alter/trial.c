// SPDX-License-Identifier: GPL-2.0-only
/* One altered image, judged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alter/trial.h"
#include "check/check.h"
#include "check/judge.h"
#include "check/util.h"

static bool apply(struct check *c, const struct patch *p)
{
	/* of the file as it was read, which is this process's own */
	uint8_t *at = (uint8_t *)image_at(&c->im, p->addr, p->len);

	if (!at)
		return false;
	if (p->bytes)
		memcpy(at, p->bytes, p->len);
	else
		memset(at, p->fill, p->len);
	return true;
}

bool trial_apply(struct check *c, const struct patch *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!apply(c, &p[i]))
			return false;
	return true;
}

static void finding_line(const struct check *c, const struct finding *f,
			 char *buf, size_t len)
{
	char name[96];

	snprintf(buf, len, "finding\t%s\t%s\t%s", f->rule,
		 place(&c->im, f->addr, name, sizeof(name)), f->text);
}

static void tell(struct check *c, FILE *to)
{
	char name[96], branch[96], line[320];

	for (size_t i = 0; i < c->res.nfind; i++) {
		finding_line(c, &c->res.find[i], line, sizeof(line));
		fprintf(to, "%s\n", line);
	}
	for (size_t i = 0; i < c->res.nnote; i++) {
		const struct note *n = &c->res.note[i];

		fprintf(to, "%s\t%s\t%s\n", n->what,
			place(&c->im, n->addr, name, sizeof(name)),
			n->branch ? place(&c->im, n->branch, branch,
					  sizeof(branch)) : "-");
	}
	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		fprintf(to, "use\t%llx\t%s\t%s\n", (unsigned long long)u->addr,
			u->write ? "write" : "read",
			u->direct ? "insn" : "call");
	}
	fprintf(to, "end\n");
}

/* Of this process: what it is to do, and where it tells it. */
static const struct how *how;
static FILE *to;

static void enough(struct check *c)
{
	char line[320], word[12];

	for (size_t i = 0; i < c->res.nfind; i++) {
		const struct finding *f = &c->res.find[i];

		snprintf(word, sizeof(word), " %s ", f->rule);
		finding_line(c, f, line, sizeof(line));
		if (!strstr(how->rules, word) || said_has(how->was, line))
			continue;
		tell(c, to);
		_exit(fflush(to) ? 2 : 0);
	}
}

/* The child: nothing of it comes back but what it writes to the file. */
static void judge_altered(struct check *c, const struct patch *p, size_t n)
{
	if (!freopen("/dev/null", "w", stderr))
		_exit(2);
	if (!trial_apply(c, p, n))
		_exit(2);
	c->orc.n = 0;		/* what is patched may be of a table */
	if (!orc_read(c))
		_exit(2);
	gate_find(c);
	c->opt.in_use = how->in_use;
	if (how->was)
		c->opt.watch = enough;
	if (!judge_all(c) || c->broken || c->astray)
		_exit(2);
	tell(c, to);
	_exit(fflush(to) ? 2 : 0);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_said(struct said *s, FILE *from)
{
	size_t cap = 0, size = 0;
	char *line = NULL;

	rewind(from);
	while (getline(&line, &size, from) > 0) {
		line[strcspn(line, "\n")] = 0;
		if (!strcmp(line, "end")) {
			s->verdict = true;
			break;
		}
		s->line = grow(s->line, s->n, &cap, sizeof(*s->line));
		s->line[s->n] = strdup(line);
		if (!s->line[s->n++])
			out_of_memory();
	}
	free(line);
	sort(s->line, s->n, sizeof(*s->line), by_text);
}

struct said *trial(struct check *c, const struct patch *p, size_t n,
		   const struct how *by)
{
	struct said *s = calloc(1, sizeof(*s));
	int status = -1;
	pid_t pid;

	if (!s)
		out_of_memory();
	fflush(stdout);
	how = by;
	to = tmpfile();
	pid = to ? fork() : -1;
	if (!pid)
		judge_altered(c, p, n);
	if (pid > 0 && waitpid(pid, &status, 0) == pid && !status)
		read_said(s, to);
	if (to)
		fclose(to);
	return s;
}

void said_free(struct said *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->line[i]);
	free(s->line);
	free(s);
}

bool said_has(const struct said *s, const char *line)
{
	return s->n && bsearch(&line, s->line, s->n, sizeof(*s->line),
			       by_text);
}

static bool all_in(const struct said *a, const struct said *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strncmp(a->line[i], "finding\t", 8) &&
		    !said_has(b, a->line[i]))
			return false;
	return true;
}

bool said_same(const struct said *a, const struct said *b)
{
	return a->verdict && b->verdict && all_in(a, b) && all_in(b, a);
}
