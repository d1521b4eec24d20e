// SPDX-License-Identifier: GPL-2.0-only
/* What the commands share that compare: runs, lines, result files, a word. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/compare.h"

bool run_there(const char *results, const char *name)
{
	return !access(path_in(path_in(results, name), "rig.tsv"), F_OK);
}

struct result *run_read(const char *results, const char *name)
{
	struct result *r;
	char *path, err[512];

	if (!run_there(results, name))
		return NULL;
	path = path_in(path_in(results, name), "rig.tsv");
	r = calloc(1, sizeof(*r));
	if (r && !result_read(r, path, err, sizeof(err)))
		return r;
	fprintf(stderr, "ibrs-report: %s\n", r ? err : "no memory");
	free(r);
	return NULL;
}

const struct row *row_any(const struct result *r, const char *name)
{
	for (unsigned int i = 0; i < r->nrows; i++)
		if (!strcmp(r->row[i].name, name))
			return &r->row[i];
	return NULL;
}

const struct row *row_named(const struct result *r, const char *name)
{
	const struct row *row = row_any(r, name);

	return row && row->n ? row : NULL;
}

char *path_in(const char *dir, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

char **lines_read(const char *path)
{
	FILE *f = fopen(path, "r");
	char **line = NULL, *s = NULL;
	size_t n = 0, cap = 0;

	if (!f)
		return NULL;
	do {
		if (n % 1024 == 0)
			line = reallocarray(line, n + 1024, sizeof(*line));
		if (!line)
			abort();
		line[n] = NULL;
		if (getline(&s, &cap, f) < 0)
			break;
		s[strcspn(s, "\r\n")] = 0;
		line[n] = strdup(s);
	} while (line[n++]);
	free(s);
	fclose(f);
	return line;
}

unsigned int fields(char *line, char **field, unsigned int most)
{
	unsigned int n = 0;

	while (line && n < most)
		field[n++] = strsep(&line, "\t");
	return n;
}

FILE *out_open(struct out *o, const char *dir, const char *name)
{
	snprintf(o->path, sizeof(o->path), "%s/%s", dir, name);
	snprintf(o->part, sizeof(o->part), "%s.part", o->path);
	o->f = fopen(o->part, "w");
	if (!o->f)
		say(W_ERROR, "%s: %s", o->part, strerror(errno));
	return o->f;
}

int out_close(struct out *o)
{
	int bad = ferror(o->f);

	if (!fclose(o->f) && !bad && !rename(o->part, o->path))
		return 0;
	say(W_ERROR, "%s: %s", o->path, strerror(errno));
	return -1;
}

void out_show(const struct out *o)
{
	char **line = lines_read(o->path);

	for (size_t i = 0; line && line[i]; i++)
		puts(line[i]);
}

int say(enum word w, const char *fmt, ...)
{
	static const char * const head[W_NR] = {
		[W_SKIP] = "SKIP: ", [W_PASS] = "PASS  ",
		[W_ERROR] = "error: ", [W_FAIL] = "FAIL: ",
		[W_LOST] = "error: ",
	};
	FILE *f = w == W_PASS ? stdout : stderr;
	va_list ap;

	fflush(stdout);
	fputs(head[w], f);
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
	fputc('\n', f);
	return word_exit(w);
}

int part_verdict(const char *dir, const char *part, enum word w,
		 const char *fmt, ...)
{
	struct out o;
	char name[64];
	va_list ap;

	snprintf(name, sizeof(name), "%s.verdict", part);
	if (!out_open(&o, dir, name))
		return 2;
	fprintf(o.f, "%s\t", word_name(w));
	va_start(ap, fmt);
	vfprintf(o.f, fmt, ap);
	va_end(ap);
	fputc('\n', o.f);
	return out_close(&o) ? 2 : word_exit(w);
}
