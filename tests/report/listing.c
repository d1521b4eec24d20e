// SPDX-License-Identifier: GPL-2.0-only
/* Reading what ibrs-check lists, and a System.map. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"
#include "report/listing.h"

#define KERNEL_HALF	0xffffffff80000000ull

static void add(struct listing *l, uint64_t addr, char *text, bool label)
{
	if (l->n % 1024 == 0)
		l->insn = reallocarray(l->insn, l->n + 1024, sizeof(*l->insn));
	if (!l->insn || !text)
		abort();
	l->insn[l->n++] = (struct insn){ addr, text, label };
}

static bool in_list(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *p = list;

	while ((p = strstr(p, word))) {
		if ((p == list || p[-1] == ' ') &&
		    (p[len] == ' ' || !p[len]))
			return true;
		p += len;
	}
	return false;
}

int listing_read(struct listing *l, const char *path, const char *ranges)
{
	char **line = lines_read(path), *f[5], *label, *end;

	*l = (struct listing){ 0 };
	if (!line)
		return -1;
	for (; *line; line++) {
		uint64_t addr;

		if (fields(*line, f, 5) < 5 || strcmp(f[0], "insn") ||
		    !in_list(ranges, f[4]))
			continue;
		addr = strtoull(f[1], NULL, 16);
		end = strstr(f[2], "+0x0");
		if (end && !end[4] &&
		    asprintf(&label, "<%.*s>:", (int)(end - f[2]), f[2]) > 0)
			add(l, addr, label, true);
		add(l, addr, f[3], false);
	}
	return 0;
}

bool insn_padding(const struct insn *in)
{
	return in->label || !strncmp(in->text, "nop", 3);
}

long listing_at(const struct listing *l, uint64_t addr)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->insn[i].addr == addr && !l->insn[i].label)
			return (long)i;
	return -1;
}

/* --- symbols ------------------------------------------------------------ */

struct symbols {
	struct symbol {
		char *name;
		uint64_t addr;
	} *at;
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;
	int ret = strcmp(x->name, y->name);

	return ret ? ret : (x->addr > y->addr) - (x->addr < y->addr);
}

struct symbols *symbols_read(const char *path)
{
	struct symbols *s = calloc(1, sizeof(*s));
	char **line = lines_read(path);

	if (!s || !line)
		return NULL;
	for (; *line; line++) {
		char *rest;
		uint64_t addr = strtoull(*line, &rest, 16);

		/* " T name" */
		if (addr < KERNEL_HALF || strlen(rest) < 4)
			continue;
		if (s->n % 4096 == 0)
			s->at = reallocarray(s->at, s->n + 4096,
					     sizeof(*s->at));
		if (!s->at)
			abort();
		s->at[s->n++] = (struct symbol){ rest + 3, addr };
	}
	qsort(s->at, s->n, sizeof(*s->at), by_name);
	return s;
}

uint64_t symbol_addr(const struct symbols *s, const char *name)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(s->at[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n && !strcmp(s->at[lo].name, name) ?
		s->at[lo].addr : 0;
}

uint64_t symbols_home(const struct symbols *s, uint64_t addr)
{
	if (addr >> 40 != 0xfffffe)
		return addr;
	return (symbol_addr(s, "_entry_trampoline") & ~0xfffull) |
	       (addr & 0xfff);
}
