// SPDX-License-Identifier: GPL-2.0-only
/* Symbol file reader and lookup. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig/sym.h"

/* No code lies below this in a kernel; absolute symbols do. */
#define KERNEL_HALF	0xffff800000000000ull
/* A symbol further away than this is not the one an address belongs to. */
#define SYM_REACH	0x100000ull
#define END		"KALLSYMS-END "

static int by_addr(const void *a, const void *b)
{
	const struct sym *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	return strcmp(x->name, y->name);
}

static char *read_symbols(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 1 << 20, len = 0, got;
	char *buf;

	if (!f)
		return NULL;
	buf = malloc(cap);
	while (buf && (got = fread(buf + len, 1, cap - len - 1, f)) > 0) {
		len += got;
		if (cap - len < 4096) {
			char *n = realloc(buf, cap * 2);

			cap *= 2;
			if (!n)
				free(buf);
			buf = n;
		}
	}
	fclose(f);
	if (buf)
		buf[len] = 0;
	return buf;
}

/* FNV-1a */
static uint32_t hash_of(const char *name)
{
	uint32_t h = 0x811c9dc5;

	for (; *name; name++)
		h = (h ^ (uint8_t)*name) * 0x01000193;
	return h;
}

/* One "ffffffff81000000 T _text [module]" line; -1 when it is not one. */
static int parse_symbol(char *line, struct sym *s)
{
	char *end, *name;

	s->addr = strtoull(line, &end, 16);
	if (end != line + 16 || end[0] != ' ' || !end[1] || end[2] != ' ')
		return -1;
	s->type = end[1];
	name = end + 3;
	name[strcspn(name, " \t\r\n")] = 0;
	s->name = name;
	s->hash = hash_of(name);
	s->note = 0;
	return *name ? 0 : -1;
}

/*
 * Up to KALLSYMS-END.  *@cut is how many lines more that says than there were; of
 * a line without an address, as 4.15 has "(null)" for 0, no symbol is made.
 */
static int parse_all(struct symtab *t, char *p, long *cut)
{
	size_t cap = 0;
	char *next;
	struct sym s;

	for (; *p; p = next) {
		next = p + strcspn(p, "\n");
		if (*next)
			*next++ = 0;
		if (!strncmp(p, END, strlen(END))) {
			*cut += strtol(p + strlen(END), NULL, 10);
			return 0;
		}
		--*cut;
		if (parse_symbol(p, &s))
			continue;
		if (t->n == cap) {
			struct sym *n;

			cap = cap ? cap * 2 : 65536;
			n = realloc(t->by_addr, cap * sizeof(*n));
			if (!n)
				return -1;
			t->by_addr = n;
		}
		t->by_addr[t->n++] = s;
	}
	return 0;
}

int sym_load(struct symtab *t, const char *path, char *err, size_t errlen)
{
	uint64_t start, end;
	long cut = 1;		/* the line with KALLSYMS-BEGIN */
	char *p;

	memset(t, 0, sizeof(*t));
	t->text = read_symbols(path);
	if (!t->text) {
		snprintf(err, errlen, "cannot read symbol file %s: %s", path,
			 strerror(errno));
		return -1;
	}
	p = strstr(t->text, "KALLSYMS-BEGIN");
	if (parse_all(t, p ? p : t->text, &cut)) {
		snprintf(err, errlen, "out of memory reading %s", path);
		return -1;
	}
	if (p && cut) {
		snprintf(err, errlen, "%s: the guest's symbols are cut: not as "
			 "many lines as KALLSYMS-END says", path);
		return -1;
	}
	if (t->n)
		qsort(t->by_addr, t->n, sizeof(*t->by_addr), by_addr);
	start = sym_addr(t, "__entry_text_start");
	end = sym_addr(t, "__entry_text_end");
	if (start < KERNEL_HALF || end <= start) {
		snprintf(err, errlen,
			 "%s: no usable __entry_text_start and __entry_text_end"
			 " among %zu symbols; give the System.map of the kernel"
			 " being booted, or its /proc/kallsyms read as root",
			 path, t->n);
		return -1;
	}
	return 0;
}

void sym_move(struct symtab *t, uint64_t by)
{
	uint64_t lo = sym_addr(t, "_text"), hi = sym_addr(t, "_end");
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct sym s = t->by_addr[i];

		if (s.addr >= lo && s.addr <= hi)
			s.addr += by;
		else if (s.addr >= KERNEL_HALF)
			continue;
		t->by_addr[n++] = s;
	}
	t->n = n;
}

uint64_t sym_addr(const struct symtab *t, const char *name)
{
	uint32_t h = hash_of(name);

	for (size_t i = 0; i < t->n; i++)
		if (t->by_addr[i].hash == h && !strcmp(t->by_addr[i].name, name))
			return t->by_addr[i].addr;
	return 0;
}

static int ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

/*
 * A function, and neither a section mark of the linker's nor the end of another one,
 * which is where the next begins if there is no padding.
 */
static int is_code(const struct sym *s)
{
	return strchr("tTwW", s->type) && strcmp(s->name, "_sinittext") &&
	       strncmp(s->name, "__end_", strlen("__end_")) &&
	       !ends_with(s->name, "_text_start") &&
	       !ends_with(s->name, "_text_end");
}

const struct sym *sym_at(const struct symtab *t, uint64_t addr)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->by_addr[mid].addr <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo-- > 0) {
		const struct sym *s = &t->by_addr[lo];

		if (addr - s->addr > SYM_REACH)
			return NULL;
		if (!is_code(s))
			continue;
		/* of several names for one address the first by name wins */
		while (lo > 0 && t->by_addr[lo - 1].addr == s->addr &&
		       is_code(&t->by_addr[lo - 1]))
			s = &t->by_addr[--lo];
		return s;
	}
	return NULL;
}

const char *sym_format(const struct symtab *t, uint64_t addr, char *buf,
		       size_t len)
{
	const struct sym *s = sym_at(t, addr);

	if (s)
		snprintf(buf, len, "%s+0x%llx", s->name,
			 (unsigned long long)(addr - s->addr));
	else
		snprintf(buf, len, "0x%llx", (unsigned long long)addr);
	return buf;
}

void sym_free(struct symtab *t)
{
	free(t->by_addr);
	free(t->text);
	memset(t, 0, sizeof(*t));
}
