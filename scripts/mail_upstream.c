// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mails of patches/upstream: OUT/<version>/<patch>, from the sender, signed
 * off by the sender, to whom the patch's own To: and Cc: name. One without a To:
 * is there to be judged, and is no mail.
 *
 * What git am or a maintainer would not take is refused before OUT is made: each
 * has a Subject, a changelog, a "---", a diff, and whole blob ids. The sign-off
 * is the sender's alone.
 */
#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mail.h"

#define PREFIX SUBJECT "[PATCH"
#define BLOB 40

struct patch {
	struct text t;
	unsigned int blank, dashes;	/* where the header and the changelog end */
	bool sent;
};

/* trailer: "Word-word: " */
static bool trailer(const char *line)
{
	size_t n = 0;

	while (isalpha((unsigned char)line[n]) || line[n] == '-')
		n++;
	return n && line[n] == ':' && line[n + 1] == ' ';
}

static void whole_blobs(const struct text *t, unsigned int from)
{
	static const char hex[] = "0123456789abcdef";
	unsigned int diffs = 0;

	for (unsigned int i = from; i < t->n; i++) {
		const char *id = t->lines[i] + strlen("index ");

		if (!starts(t->lines[i], "index "))
			continue;
		diffs++;
		if (strspn(id, hex) != BLOB || !starts(id + BLOB, "..") ||
		    strspn(id + BLOB + 2, hex) != BLOB)
			stop("%s:%u: no whole blob ids: git format-patch --full-index",
			     t->name, i + 1);
	}
	if (!diffs)
		stop("%s: no diff in it", t->name);
}

static void read_patch(const char *file, struct patch *p)
{
	const struct text *t = &p->t;
	unsigned int subject, from, said = 0;

	read_text(file, &p->t);
	while (p->blank < t->n && *t->lines[p->blank])
		p->blank++;
	p->dashes = p->blank;
	while (p->dashes < t->n && strcmp(t->lines[p->dashes], "---"))
		p->dashes++;
	subject = find(t, 0, PREFIX);
	from = find(t, 0, "From: ");
	if (subject >= p->blank || from >= p->blank)
		stop("%s: no 'From: ' and '%s] ...' in its head: git format-patch",
		     t->name, PREFIX);
	if (p->dashes == t->n)
		stop("%s: no line '---' below its changelog: git format-patch",
		     t->name);
	for (unsigned int i = p->blank; i < p->dashes; i++) {
		const char *line = t->lines[i];

		said += *line && !trailer(line);
		if (starts(line, "Signed-off-by: "))
			stop("%s:%u: signed off already, and that is the sender's to do: take the line out",
			     t->name, i + 1);
	}
	if (!said)
		stop("%s: no changelog: say what is wrong, and why this mends it",
		     t->name);
	whole_blobs(t, p->dashes);
	p->sent = find(t, 0, "To: ") < p->blank;
}

static void write_head(FILE *f, const struct patch *p, const char *sob, bool rfc)
{
	for (unsigned int i = 0; i < p->blank; i++) {
		const char *line = p->t.lines[i];

		if (starts(line, "From: "))
			fprintf(f, "From: %s\n", sob);
		else if (starts(line, PREFIX))
			fprintf(f, PREFIX "%s%s\n", rfc ? " RFC" : "",
				line + strlen(PREFIX));
		else
			fprintf(f, "%s\n", line);
	}
	fputs("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
	      "Content-Transfer-Encoding: 8bit\n", f);
}

static void write_patch(const char *file, const struct patch *p,
			const char *sob, bool rfc)
{
	FILE *f = fopen(file, "wx");
	unsigned int end = p->dashes;

	if (!f)
		stop("%s: %s", file, strerror(errno));
	while (end > p->blank && !*p->t.lines[end - 1])
		end--;
	write_head(f, p, sob, rfc);
	for (unsigned int i = p->blank; i < end; i++)
		fprintf(f, "%s\n", p->t.lines[i]);
	fprintf(f, "%sSigned-off-by: %s\n",
		trailer(p->t.lines[end - 1]) ? "" : "\n", sob);
	for (unsigned int i = p->dashes; i < p->t.n; i++)
		fprintf(f, "%s\n", p->t.lines[i]);
	if (fclose(f))
		stop("%s: %s", file, strerror(errno));
}

static const char *path(const char *a, const char *b)
{
	char *s;

	if (asprintf(&s, "%s/%s", a, b) < 0)
		abort();
	return s;
}

static void make_dir(const char *dir)
{
	if (mkdir(dir, 0777) && errno != EEXIST)
		stop("%s: %s", dir, strerror(errno));
}

/* The files below @patches, each read: half of the mails are none. */
static struct patch *read_all(const char *patches, glob_t *g)
{
	struct patch *p;

	if (glob(path(patches, "*/*.patch"), 0, NULL, g))
		stop("%s: no patch in it", patches);
	p = calloc(g->gl_pathc, sizeof(*p));
	if (!p)
		abort();
	for (size_t i = 0; i < g->gl_pathc; i++)
		read_patch(g->gl_pathv[i], p + i);
	return p;
}

void upstream(char **arg)
{
	const char *patches = arg[0], *sob = arg[1], *out = arg[2], *last = "";
	size_t skip = strlen(patches) + 1;
	struct patch *p;
	glob_t g;

	if (strcmp(arg[3], "1"))
		stop("REROLL=%s: SET=upstream has no versions: put v%s into the patch's own [PATCH], and what changed below its ---",
		     arg[3], arg[3]);
	p = read_all(patches, &g);
	make_dir(out);
	for (size_t i = 0; i < g.gl_pathc; i++) {
		const char *name = g.gl_pathv[i] + skip;
		const char *dir = path(out, strndup(name, strcspn(name, "/")));

		if (!p[i].sent) {
			fprintf(stderr, "%s: has no To:, and is no mail\n",
				p[i].t.name);
			continue;
		}
		make_dir(dir);
		write_patch(path(out, name), p + i, sob, *arg[4]);
		if (strcmp(dir, last))
			fprintf(stderr, "%s, from %s: git send-email --no-thread "
				"--suppress-cc=bodycc %s/*.patch\n", dir, sob, dir);
		last = dir;
	}
	fputs("whom to tell first: Documentation/findings.md\n", stderr);
}
