// SPDX-License-Identifier: GPL-2.0-only
/* Which symbol an address belongs to, and the other way round. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/elf.h"

static int by_addr(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	if (x->func != y->func)
		return y->func - x->func;
	return strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
	const struct symbol *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

bool symbols_index(struct image *im)
{
	if (!im->nsym)
		return true;
	qsort(im->sym, im->nsym, sizeof(*im->sym), by_addr);
	free(im->byname);
	im->byname = malloc(im->nsym * sizeof(*im->byname));
	if (!im->byname)
		return false;
	for (size_t i = 0; i < im->nsym; i++)
		im->byname[i] = &im->sym[i];
	qsort(im->byname, im->nsym, sizeof(*im->byname), by_name);
	return true;
}

static size_t last_before(const struct image *im, uint64_t addr)
{
	size_t lo = 0, hi = im->nsym;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (im->sym[mid].addr <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Section bounds and the like name no code. */
static bool marker(const char *name)
{
	size_t n = strlen(name);

	if (name[0] != '_' && name[0] != '.' &&
	    (n < 5 || memcmp(name + n - 5, "start", 5)) &&
	    (n < 3 || memcmp(name + n - 3, "end", 3)))
		return false;
	return !strncmp(name, "__start", 7) || !strncmp(name, "__end", 5) ||
	       !strncmp(name, "__stop", 6) ||
	       (n > 11 && !strcmp(name + n - 11, "_text_start")) ||
	       (n > 9 && !strcmp(name + n - 9, "_text_end")) ||
	       !strcmp(name, "_entry_trampoline") || name[0] == '.' ||
	       !strcmp(name, "_etext") || !strcmp(name, "_text") ||
	       !strcmp(name, "_stext") || !strcmp(name, "_sinittext") ||
	       !strncmp(name, "__cfi_", 6) || !strncmp(name, "__pfx_", 6);
}

const struct symbol *symbol_at(const struct image *im, uint64_t addr)
{
	size_t i = last_before(im, addr);
	const struct symbol *best = NULL;

	while (i-- > 0) {
		const struct symbol *s = &im->sym[i];

		if (best && s->addr != best->addr)
			break;
		if (!marker(s->name))
			best = s;
	}
	return best;
}

const struct symbol *function_at(const struct image *im, uint64_t addr)
{
	size_t i = last_before(im, addr);

	while (i-- > 0) {
		const struct symbol *s = &im->sym[i];

		if (addr - s->addr > 0x40000)
			return NULL;
		if (s->func && !marker(s->name) &&
		    (!s->size || addr - s->addr < s->size))
			return symbol_at(im, s->addr);
	}
	return NULL;
}

uint64_t symbol_end(const struct image *im, const struct symbol *s)
{
	const struct section *sec = section_of(im, s->addr);

	if (s->size)
		return s->addr + s->size;
	for (size_t i = last_before(im, s->addr); i < im->nsym; i++)
		if (im->sym[i].addr > s->addr)
			return im->sym[i].addr;
	return sec ? sec->addr + sec->size : s->addr;
}

const struct symbol *symbol_named(const struct image *im, const char *name)
{
	size_t lo = 0, hi = im->nsym;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = strcmp(im->byname[mid]->name, name);

		if (!d)
			return im->byname[mid];
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const char *place(const struct image *im, uint64_t addr, char *buf, size_t len)
{
	const struct symbol *s = symbol_at(im, addr);

	if (!s || addr - s->addr > 0x100000)
		snprintf(buf, len, "0x%llx", (unsigned long long)addr);
	else
		snprintf(buf, len, "%s+0x%llx", s->name,
			 (unsigned long long)(addr - s->addr));
	return buf;
}

const char *name_of(const struct image *im, uint64_t addr, char *buf,
		    size_t len)
{
	const struct symbol *s = symbol_at(im, addr);

	if (!s || s->addr != addr)
		return place(im, addr, buf, len);
	snprintf(buf, len, "%s", s->name);
	return buf;
}
